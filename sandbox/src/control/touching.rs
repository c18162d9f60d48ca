//! Clicking, choosing and submitting, with the checks that Discord's client makes before it sends anything.

use twilight_model::id::{
    Id,
    marker::{ChannelMarker, InteractionMarker},
};

use super::{
    MessageRef, Person, Refusal, Rule,
    acting::not_on_screen,
    filling::pick_user,
    reading::seen_message,
    view::{ButtonView, FieldView, MessageView, ModalView, Outcome, SelectView},
};
use crate::world::{
    World,
    interactions::{State, begin::Deed},
};

impl Person {
    /// Clicks a button, by its label or custom id.
    pub async fn click(
        &self,
        message: impl Into<MessageRef>,
        button: &str,
    ) -> Result<Outcome, Refusal> {
        let message = self.on_screen(message)?;
        let pressed = only_one(button, &message.buttons, ButtonView::is, || {
            message.buttons.iter().map(ButtonView::caption).collect()
        })?;
        if pressed.disabled {
            return Err(disabled(button));
        }
        let Some(custom_id) = &pressed.custom_id else {
            return Err(Refusal::new(
                Rule::NoSuchComponent,
                format!("{button} is a link, of which the bot hears nothing"),
            ));
        };
        self.touch(&message, custom_id, Vec::new()).await
    }

    /// Chooses in a select, named by its placeholder or custom id: options by label or value; people, roles and
    /// channels by name.
    pub async fn choose(
        &self,
        message: impl Into<MessageRef>,
        select: &str,
        values: &[&str],
    ) -> Result<Outcome, Refusal> {
        let message = self.on_screen(message)?;
        let chosen_in = only_one(select, &message.selects, SelectView::is, || {
            message.selects.iter().map(ToString::to_string).collect()
        })?;
        if chosen_in.disabled {
            return Err(disabled(select));
        }
        let fits = |count| (chosen_in.min..=chosen_in.max).contains(&count);
        if !fits(values.len()) {
            return Err(wrong_count(
                select,
                values.len(),
                chosen_in.min,
                chosen_in.max,
            ));
        }
        let values: Result<Vec<String>, Refusal> = self.sandbox.look(|world| {
            let field = Pick {
                world,
                person: self,
                channel: message.channel,
                kind: &chosen_in.kind,
                options: &chosen_in.options,
            };
            values.iter().map(|value| field.value(value)).collect()
        });
        self.touch(&message, &chosen_in.custom_id, values?).await
    }

    /// Fills in an open modal and submits it. Fields are named by label or custom id. A field that is left out keeps
    /// what it holds to begin with; in a field of a select the choices are separated by line breaks.
    pub async fn submit(
        &self,
        modal: &ModalView,
        fields: &[(&str, &str)],
    ) -> Result<Outcome, Refusal> {
        let is_open = self
            .sandbox
            .look(|world| world.people.modals.get(&modal.id) == Some(&self.user));
        let opener = self
            .sandbox
            .look(|world| world.interactions.get(modal.id).cloned());
        let Some(opener) = opener.filter(|_| is_open) else {
            return Err(Refusal::new(
                Rule::ModalClosed,
                format!("The modal {} is not open any more", modal.title),
            ));
        };
        let here = self.in_channel(opener.channel);
        let filled = self
            .sandbox
            .look(|world| here.fill_modal(world, opener.channel, modal, fields))?;
        let begun = here.begin(|_, _| {
            Ok(Deed::Modal {
                opened_by: modal.id,
                fields: filled,
            })
        })?;
        let outcome = here.outcome(begun).await;
        // Discord's client keeps the modal open, with what was typed, until the bot has answered.
        if outcome.is_ok() {
            self.sandbox
                .with(|world| world.people.modals.remove(&modal.id));
        }
        outcome
    }

    /// A modal that is open on this person's screen.
    pub fn open_modal(&self, id: Id<InteractionMarker>) -> Result<ModalView, Refusal> {
        self.sandbox
            .look(|world| {
                if world.people.modals.get(&id) != Some(&self.user) {
                    return None;
                }
                let one = world.interactions.get(id)?;
                match &one.state {
                    State::Modal(modal) => Some(self.modal_view(world, one, modal)),
                    _ => None,
                }
            })
            .ok_or_else(|| Refusal::new(Rule::ModalClosed, "This modal is not open"))
    }

    fn fill_modal(
        &self,
        world: &World,
        channel: Id<ChannelMarker>,
        modal: &ModalView,
        said: &[(&str, &str)],
    ) -> Result<Vec<(String, Vec<String>)>, Refusal> {
        let mut filled: Vec<(String, Vec<String>)> = Vec::new();
        for (name, text) in said {
            let field = only_one(name, &modal.fields, FieldView::is, || {
                modal
                    .fields
                    .iter()
                    .map(|field| field.label.clone())
                    .collect()
            })?;
            let values = if field.is_text() {
                vec![(*text).to_owned()]
            } else {
                let pick = Pick {
                    world,
                    person: self,
                    channel,
                    kind: &field.kind,
                    options: &field.options,
                };
                text.lines()
                    .map(|line| pick.value(line))
                    .collect::<Result<_, _>>()?
            };
            filled.push((field.custom_id.clone().unwrap_or_default(), values));
        }
        for field in modal
            .fields
            .iter()
            .filter(|field| field.custom_id.is_some())
        {
            let values = filled
                .iter()
                .find(|(custom_id, _)| field.custom_id.as_ref() == Some(custom_id))
                .map(|(_, values)| values.clone());
            check_field(field, values)?;
        }
        Ok(filled)
    }

    fn on_screen(&self, message: impl Into<MessageRef>) -> Result<MessageView, Refusal> {
        let MessageRef(id) = message.into();
        self.sandbox
            .look(|world| seen_message(world, self.user, id))
            .ok_or_else(not_on_screen)
    }

    async fn touch(
        &self,
        message: &MessageView,
        custom_id: &str,
        values: Vec<String>,
    ) -> Result<Outcome, Refusal> {
        let here = self.in_channel(message.channel);
        let begun = here.begin(|_, _| {
            Ok(Deed::Component {
                message: message.id,
                custom_id: custom_id.to_owned(),
                values,
            })
        })?;
        here.outcome(begun).await
    }
}

impl FieldView {
    /// Whether this is what a person, or a bot, would call it.
    pub fn is(&self, name: &str) -> bool {
        self.custom_id.is_some() && (self.label == name || self.custom_id.as_deref() == Some(name))
    }

    fn is_text(&self) -> bool {
        matches!(self.kind.as_str(), "short" | "paragraph")
    }
}

/// A choice being made, by somebody, somewhere.
struct Pick<'a> {
    world: &'a World,
    person: &'a Person,
    channel: Id<ChannelMarker>,
    kind: &'a str,
    options: &'a [super::Choice],
}

impl Pick<'_> {
    /// What the bot hears for what a person names.
    fn value(&self, name: &str) -> Result<String, Refusal> {
        let guild = self
            .world
            .channels
            .get(&self.channel)
            .and_then(|channel| channel.guild_id);
        let role = || guild.and_then(|guild| self.world.role_named(guild, name));
        let found = match self.kind {
            "user" => {
                pick_user::<ChannelMarker>(self.world, self.channel, name).map(|id| id.to_string())
            }
            "role" => role().map(|id| id.to_string()),
            "mentionable" => pick_user::<ChannelMarker>(self.world, self.channel, name)
                .map(|id| id.to_string())
                .or_else(|| role().map(|id| id.to_string())),
            "channel" => guild
                .and_then(|_| self.world.place_named(self.person.user, name))
                .map(|id| id.to_string()),
            "checkbox" => Some(name.to_owned()),
            _ => self
                .options
                .iter()
                .find(|option| option.name == name || option.value == name)
                .and_then(|option| option.value.as_str().map(str::to_owned)),
        };
        found.ok_or_else(|| {
            let offered: Vec<&str> = self
                .options
                .iter()
                .map(|option| option.name.as_str())
                .collect();
            let offered = if offered.is_empty() {
                String::new()
            } else {
                format!("; there is {}", offered.join(", "))
            };
            Refusal::new(
                Rule::BadValue,
                format!("{name} cannot be chosen here{offered}"),
            )
        })
    }
}

/// The one thing of this name; refused when there is none, or more than one.
fn only_one<'a, T>(
    name: &str,
    all: &'a [T],
    is: impl Fn(&T, &str) -> bool,
    shown: impl FnOnce() -> Vec<String>,
) -> Result<&'a T, Refusal> {
    let mut fitting = all.iter().filter(|one| is(one, name));
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => Err(Refusal::new(
            Rule::Ambiguous,
            format!("There is more than one {name} on this message"),
        )),
        (None, _) => Err(Refusal::new(
            Rule::NoSuchComponent,
            format!("There is no {name} here; there is: {}", shown().join(", ")),
        )),
    }
}

/// What stands in a field, against what the field asks for.
fn check_field(field: &FieldView, values: Option<Vec<String>>) -> Result<(), Refusal> {
    let kept = || field.value.iter().cloned().collect();
    let values = values.unwrap_or_else(kept);
    if field.is_text() {
        let length = values.first().map_or(0, |text| text.chars().count());
        if length == 0 {
            return if field.required {
                Err(required(field))
            } else {
                Ok(())
            };
        }
        if !(field.min..=field.max).contains(&length) {
            return Err(Refusal::new(
                Rule::TextLength,
                format!(
                    "{}: {length} characters, where {} to {} are allowed",
                    field.label, field.min, field.max
                ),
            ));
        }
        return Ok(());
    }
    match values.len() {
        0 if field.required => Err(required(field)),
        0 => Ok(()),
        count if (field.min..=field.max).contains(&count) => Ok(()),
        count => Err(wrong_count(&field.label, count, field.min, field.max)),
    }
}

fn required(field: &FieldView) -> Refusal {
    Refusal::new(
        Rule::Required,
        format!("{}: This field is required", field.label),
    )
}

fn disabled(name: &str) -> Refusal {
    Refusal::new(Rule::Disabled, format!("{name} is greyed out"))
}

fn wrong_count(name: &str, count: usize, min: usize, max: usize) -> Refusal {
    Refusal::new(
        Rule::ChoiceCount,
        format!("{name}: {count} chosen, where {min} to {max} can be"),
    )
}
