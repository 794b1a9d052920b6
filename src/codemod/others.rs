//! What a codemod says of others. It can be checked only once all of them are known, so the
//! places are looked up again in its text.

use serde::Deserialize;
use toml::Spanned;

use crate::text::Span;

use super::catalog::Catalog;
use super::model::Codemod;
use super::problem::Problem;

#[derive(Deserialize)]
struct Places {
    id: Spanned<String>,
    #[serde(default)]
    after: Vec<Spanned<String>>,
}

impl Codemod {
    /// Ids in `after` that neither the catalogues nor `elsewhere` have.
    #[must_use]
    pub fn unknown_others(
        &self,
        catalogs: &[&Catalog],
        elsewhere: impl Fn(&str) -> bool,
    ) -> Vec<Problem> {
        let known = |id: &str| catalogs.iter().any(|catalog| catalog.get(id).is_some());
        let unknown = |id: &str| !known(id) && !elsewhere(id);
        if !self.after.iter().any(|id| unknown(id)) {
            return Vec::new();
        }
        let places = toml::from_str::<Places>(&self.source);
        let after = places.map_or_else(|_| Vec::new(), |places| places.after);
        let unknown = after.into_iter().filter(|id| unknown(id.get_ref()));
        unknown
            .map(|id| {
                let message = format!("there is no codemod `{}`", id.get_ref());
                let all = catalogs.iter().flat_map(|catalog| catalog.codemods());
                let known = all.map(|codemod| &*codemod.id);
                Problem::new(message, id.span().into()).near(id.get_ref(), known, "")
            })
            .collect()
    }
}

/// Where the TOML of a codemod spells its id.
pub(super) fn place_of_id(source: &str) -> Span {
    let places = toml::from_str::<Places>(source);
    places.map_or(Span::at(0), |places| places.id.span().into())
}
