//! Answers to interactions.

use serde_json::{Map, Value};
use serenity::builder::CreateAttachment;
use serenity::http::{LightMethod, Request, Route};
use serenity::model::id as discord;

use super::{Rest, Trouble};

/// An interaction's id and token, which is all its answers need.
#[derive(Clone, Debug)]
pub(in crate::discord) struct Answerable {
    pub(in crate::discord) application: discord::ApplicationId,
    pub(in crate::discord) interaction: discord::InteractionId,
    pub(in crate::discord) token: String,
}

impl Rest {
    /// The first answer to an interaction.
    pub(in crate::discord) async fn respond(
        &self,
        to: &Answerable,
        body: Value,
        files: Vec<CreateAttachment>,
    ) -> Result<(), Trouble> {
        let route = Route::InteractionResponse {
            interaction_id: to.interaction,
            token: &to.token,
        };
        self.send(LightMethod::Post, route, body, files)
            .await
            .map(drop)
    }

    /// Fills in or changes the first answer.
    pub(in crate::discord) async fn edit_response(
        &self,
        to: &Answerable,
        body: Map<String, Value>,
        files: Vec<CreateAttachment>,
    ) -> Result<(), Trouble> {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: to.application,
            token: &to.token,
        };
        self.send(LightMethod::Patch, route, Value::Object(body), files)
            .await
            .map(drop)
    }

    /// Takes the first answer away.
    pub(in crate::discord) async fn delete_response(&self, to: &Answerable) -> Result<(), Trouble> {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: to.application,
            token: &to.token,
        };
        self.call(Request::new(route, LightMethod::Delete))
            .await
            .map(drop)
    }

    /// A further answer to an interaction.
    pub(in crate::discord) async fn follow_up(
        &self,
        to: &Answerable,
        body: Map<String, Value>,
        files: Vec<CreateAttachment>,
    ) -> Result<(), Trouble> {
        let route = Route::WebhookFollowupMessages {
            application_id: to.application,
            token: &to.token,
        };
        self.send(LightMethod::Post, route, Value::Object(body), files)
            .await
            .map(drop)
    }
}
