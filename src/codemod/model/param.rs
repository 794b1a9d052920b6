//! What users may set of a codemod.

/// A parameter of a codemod. Values are TOML values: strings, integers, booleans or arrays.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// The value unless the user sets one.
    pub default: toml::Value,
    /// One line for `explain`.
    pub doc: String,
    /// A regular expression that values, as they are written, must match from end to end.
    pub matches: Option<String>,
}

impl Param {
    /// Whether it can have a value.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn check(&self, value: &toml::Value) -> Result<(), String> {
        let Some(pattern) = &self.matches else {
            return Ok(());
        };
        let whole = regex::Regex::new(&format!("^(?:{pattern})$")).map_err(|e| e.to_string())?;
        let words = match value {
            toml::Value::Array(items) => items.as_slice(),
            only => std::slice::from_ref(only),
        };
        for word in words {
            let word = word
                .as_str()
                .map_or_else(|| word.to_string(), str::to_owned);
            if !whole.is_match(&word) {
                return Err(format!(
                    "`{word}` is not of the form that this parameter has, such as {}",
                    self.default
                ));
            }
        }
        Ok(())
    }
}
