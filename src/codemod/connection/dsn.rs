//! `[user[:password]@][net[(addr)]]/db[?k=v&…]`, as go-sql-driver/mysql reads it.
//!
//! The *last* slash of all ends the address, since passwords may hold any of `/?@:`. A slash in a
//! parameter is therefore no parameter's.

use super::{HOLE, Parameters, Unreadable, of_query};

pub(super) fn read(text: &str) -> Result<Parameters, Unreadable> {
    let holes = text.contains(HOLE);
    if text.contains("://") {
        return Err(Unreadable::Unknown(
            "it is a URL, which this driver does not understand",
        ));
    }
    let slash = match text.rfind('/') {
        Some(slash) if is_address(&text[..slash]) => slash,
        Some(_) => return Err(Unreadable::Not("the driver refuses its address")),
        None if !holes => return Err(Unreadable::Not("it has no `/` before the database's name")),
        None => {
            let query = text.split_once('?').map(|(_, query)| query);
            return Ok(Parameters {
                more: Some("where the database's name begins is only known at run time"),
                ..of_query(text, query, false)
            });
        }
    };
    let query = text[slash + 1..].split_once('?').map(|(_, query)| query);
    Ok(of_query(text, query, false))
}

/// Whether what is in front of the last slash may be `[user[:password]@][net[(addr)]]`.
fn is_address(text: &str) -> bool {
    let network = text.rsplit_once('@').map_or(text, |(_, network)| network);
    match network.find('(') {
        Some(_) => network.ends_with([')', HOLE]),
        // Networks of other names have no address by default.
        None => network.contains(HOLE) || matches!(network, "" | "tcp" | "unix"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Form, lacks, with_params};

    fn add(text: &str) -> Result<String, String> {
        with_params(Form::Dsn, text, &[("timeout".to_owned(), "5s".to_owned())])
    }

    #[test]
    fn the_last_slash_ends_the_address_whatever_the_password_holds() {
        let dsn = "app:s3cr?t/x@tcp(db:3306)/shop";
        assert_eq!(add(dsn).unwrap(), format!("{dsn}?timeout=5s"));
        assert_eq!(add("/d?a=b&").unwrap(), "/d?a=b&timeout=5s");
        assert_eq!(add("/d?").unwrap(), "/d?timeout=5s");
        assert_eq!(add("/d?timeout=0").unwrap(), "/d?timeout=0");
        assert_eq!(add("/d?timeout").unwrap(), "/d?timeout&timeout=5s");
    }

    #[test]
    fn what_the_driver_refuses_is_none() {
        for text in [
            "u:p@tcp(h)/d?loc=Asia/Shanghai",
            "u:p@tcp(h/d",
            "localhost:3306/d",
            "file.db/data",
        ] {
            assert_eq!(lacks(Form::Dsn, text, &["timeout"]), Some(false), "{text}");
        }
    }

    #[test]
    fn what_a_hole_may_hide_is_not_known() {
        for text in [
            "/d?a=b&\u{FFFC}",
            "/d?\u{FFFC}=b",
            "\u{FFFC}?parseTime=true",
            "mysql://h/d",
        ] {
            assert_eq!(lacks(Form::Dsn, text, &["timeout"]), None, "{text}");
            assert!(add(text).is_err());
        }
        // What is there is there, whatever else is.
        for text in ["\u{FFFC}?timeout=1s", "/d?timeout=1s&\u{FFFC}"] {
            assert_eq!(lacks(Form::Dsn, text, &["timeout"]), Some(false), "{text}");
        }
        for text in ["\u{FFFC}/d", "u:p@tcp(\u{FFFC})/d?charset=\u{FFFC}"] {
            assert_eq!(lacks(Form::Dsn, text, &["timeout"]), Some(true), "{text}");
        }
    }
}
