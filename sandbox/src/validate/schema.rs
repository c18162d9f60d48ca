//! Bodies and answers against Discord's OpenAPI file.

mod adjust;

use std::{
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, Once, PoisonError},
};

use axum::http::{Method, StatusCode};
use jsonschema::Registry;
use serde_json::Value;

use super::{blame, unknown};
use crate::error::{ApiError, FormErrors};

/// The address under which the file's schemas are registered.
const BASE: &str = "urn:discord";

/// That the file is absent is said once, however many sandboxes a test run starts.
static ABSENT: Once = Once::new();

/// Checks requests and answers against Discord's OpenAPI file. Without a file it lets everything pass.
#[derive(Default)]
pub struct Validator {
    description: Option<Description>,
}

/// The file, and what has been compiled of it so far.
struct Description {
    document: Value,
    registry: Registry<'static>,
    /// The file's own spelling of each path, by the path with nameless parameters.
    paths: HashMap<String, String>,
    compiled: Mutex<HashMap<String, Arc<jsonschema::Validator>>>,
}

/// Why the file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It cannot be read.
    #[error("Discord's OpenAPI file {0} cannot be read: {1}")]
    Read(PathBuf, std::io::Error),
    /// It is not JSON.
    #[error("Discord's OpenAPI file {0} is not JSON: {1}")]
    Json(PathBuf, serde_json::Error),
    /// It is not a description that schemas can be taken from.
    #[error("Discord's OpenAPI file {0} cannot be used: {1}")]
    Schema(PathBuf, String),
}

impl fmt::Debug for Validator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Validator")
            .field("active", &self.is_active())
            .finish()
    }
}

impl Validator {
    /// Lets everything pass.
    pub fn inactive() -> Self {
        Self::default()
    }

    /// Finds and reads the file: the one that is named, else the one that `DISCORD_OPENAPI` names, else
    /// `../shared/discord/openapi.json` beside the repository.
    ///
    /// A file that is named and cannot be used is an error. Where none is named and none is there, nothing is checked
    /// against it, and that is logged once.
    pub fn load(named: Option<&Path>) -> Result<Self, LoadError> {
        let named = named
            .map(Path::to_owned)
            .or_else(|| std::env::var_os("DISCORD_OPENAPI").map(PathBuf::from));
        if let Some(path) = named {
            return Self::read(&path);
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/discord/openapi.json");
        if path.exists() {
            return Self::read(&path);
        }
        ABSENT.call_once(|| {
            tracing::warn!(
                "Discord's OpenAPI file is not there, so nothing is checked against it; \
                 DISCORD_OPENAPI can say where it is"
            );
        });
        Ok(Self::inactive())
    }

    /// Reads a file.
    fn read(path: &Path) -> Result<Self, LoadError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| LoadError::Read(path.to_owned(), error))?;
        let mut document: Value =
            serde_json::from_str(&text).map_err(|error| LoadError::Json(path.to_owned(), error))?;
        adjust::adjust(&mut document);
        let registry = Registry::new()
            .add(BASE, document.clone())
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| LoadError::Schema(path.to_owned(), error.to_string()))?;
        let paths = document["paths"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(path, _)| (nameless(path), path.clone()))
            .collect();
        Ok(Self {
            description: Some(Description {
                document,
                registry,
                paths,
                compiled: Mutex::default(),
            }),
        })
    }

    /// Whether there is a file to check against.
    pub fn is_active(&self) -> bool {
        self.description.is_some()
    }

    /// Refuses a body that the file refuses, or that has a key the file does not know, with 50035.
    pub fn request(&self, method: &Method, path: &str, body: &Value) -> Result<(), ApiError> {
        let Some(description) = &self.description else {
            return Ok(());
        };
        let Some(schema) = description.operation(method, path).and_then(|operation| {
            operation.pointer("/requestBody/content/application~1json/schema")
        }) else {
            return Ok(());
        };
        let mut errors = FormErrors::new();
        if let Some(validator) = description.compile(&format!("{method} {path}"), schema) {
            for error in validator.iter_errors(body) {
                blame::add(&description.document, &error, body, &mut errors);
            }
        }
        if errors.is_empty() {
            unknown::add(&description.document, schema, body, &mut errors);
        }
        errors.finish()
    }

    /// Says in what an answer differs from the file, if it does.
    pub fn response(
        &self,
        method: &Method,
        path: &str,
        status: StatusCode,
        body: Option<&Value>,
    ) -> Result<(), String> {
        let Some(description) = &self.description else {
            return Ok(());
        };
        let Some(operation) = description.operation(method, path) else {
            return Ok(());
        };
        let Some(answer) = operation
            .get("responses")
            .and_then(|answers| answers.get(status.as_str()))
        else {
            return Err(format!(
                "{method} {path} is not described as answering {status}"
            ));
        };
        let schema = answer.pointer("/content/application~1json/schema");
        let (Some(schema), Some(body)) = (schema, body) else {
            return if schema.is_some() == body.is_some() {
                Ok(())
            } else {
                Err(format!(
                    "{method} {path} answered {status} with a body where none is described, or the other way round"
                ))
            };
        };
        let Some(validator) = description.compile(&format!("{method} {path} {status}"), schema)
        else {
            return Ok(());
        };
        let problems: Vec<String> = validator
            .iter_errors(body)
            .map(|error| blame::sentence(&error))
            .collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(format!(
                "the answer of {method} {path} differs from Discord's description: {}",
                problems.join("; ")
            ))
        }
    }
}

impl Description {
    /// What the file says of an operation.
    fn operation(&self, method: &Method, path: &str) -> Option<&Value> {
        let path = self.paths.get(&nameless(path))?;
        self.document
            .get("paths")?
            .get(path)?
            .get(method.as_str().to_ascii_lowercase())
    }

    /// A compiled schema. `None` when it does not compile, which the test over all operations would show.
    fn compile(&self, key: &str, schema: &Value) -> Option<Arc<jsonschema::Validator>> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = compiled.get(key) {
            return Some(Arc::clone(validator));
        }
        let mut schema = schema.clone();
        rebase(&mut schema);
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .build(&schema)
            .map_err(|error| tracing::error!(%error, key, "a schema does not compile"))
            .ok()?;
        let validator = Arc::new(validator);
        compiled.insert(key.to_owned(), Arc::clone(&validator));
        Some(validator)
    }
}

/// A path whose parameters have no names, because two spellings of one path may name them differently.
fn nameless(path: &str) -> String {
    path.split('/')
        .map(|part| if part.starts_with('{') { "{}" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// Points the references of a schema taken out of the file back into the file.
fn rebase(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get_mut("$ref")
                && reference.starts_with('#')
            {
                *reference = format!("{BASE}{reference}");
            }
            object.values_mut().for_each(rebase);
        }
        Value::Array(list) => list.iter_mut().for_each(rebase),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
