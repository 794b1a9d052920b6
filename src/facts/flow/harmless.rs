//! The functions of the standard library, and the predeclared ones, that are known to have no
//! effect. Each name is a whole one: beside `strings.Index` there is `strings.IndexFunc`, which
//! calls what it is handed.

/// On which condition a call is pure, given that its arguments are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    /// Always.
    Pure,
    /// Its argument is a type, or a pure value.
    New,
    /// Its arguments are a type, and sizes that must not be negative.
    Make,
    /// It calls the methods by which its arguments format themselves, if they have any.
    Formats,
    /// It panics unless the n-th argument is a base.
    Base(usize),
    /// It panics unless the n-th argument is 32 or 64.
    Bits(usize),
}

const PURE: [&str; 62] = [
    "cap",
    "complex",
    "errors.New",
    "imag",
    "len",
    "max",
    "min",
    "path.Base",
    "path.Clean",
    "path.Dir",
    "path.Ext",
    "path.IsAbs",
    "path.Join",
    "path/filepath.Base",
    "path/filepath.Clean",
    "path/filepath.Dir",
    "path/filepath.Ext",
    "path/filepath.FromSlash",
    "path/filepath.IsAbs",
    "path/filepath.Join",
    "path/filepath.ToSlash",
    "real",
    "strconv.FormatBool",
    "strconv.Itoa",
    "strconv.Quote",
    "strconv.QuoteRune",
    "strconv.QuoteRuneToASCII",
    "strconv.QuoteRuneToGraphic",
    "strconv.QuoteToASCII",
    "strconv.QuoteToGraphic",
    "strings.Compare",
    "strings.Contains",
    "strings.ContainsAny",
    "strings.ContainsRune",
    "strings.Count",
    "strings.EqualFold",
    "strings.Fields",
    "strings.HasPrefix",
    "strings.HasSuffix",
    "strings.Index",
    "strings.IndexAny",
    "strings.IndexByte",
    "strings.IndexRune",
    "strings.Join",
    "strings.LastIndex",
    "strings.LastIndexAny",
    "strings.LastIndexByte",
    "strings.ReplaceAll",
    "strings.Split",
    "strings.SplitAfter",
    "strings.SplitAfterN",
    "strings.SplitN",
    "strings.ToLower",
    "strings.ToTitle",
    "strings.ToUpper",
    "strings.ToValidUTF8",
    "strings.Trim",
    "strings.TrimLeft",
    "strings.TrimPrefix",
    "strings.TrimRight",
    "strings.TrimSpace",
    "strings.TrimSuffix",
];

/// What is known of a function by its full name.
pub(super) fn call(name: &str) -> Option<Call> {
    Some(match name {
        "make" => Call::Make,
        "new" => Call::New,
        "fmt.Errorf" | "fmt.Sprint" | "fmt.Sprintf" | "fmt.Sprintln" => Call::Formats,
        "strconv.FormatInt" | "strconv.FormatUint" => Call::Base(1),
        "strconv.FormatFloat" => Call::Bits(3),
        name if PURE.binary_search(&name).is_ok() => Call::Pure,
        _ => return None,
    })
}

/// Functions of these packages, and methods of these types, write nothing and call nothing that
/// they are not handed.
const QUIET: [&str; 13] = [
    "errors",
    "math",
    "math/bits",
    "path",
    "path/filepath",
    "strconv",
    "strings",
    "time",
    "time.Duration",
    "time.Time",
    "unicode",
    "unicode/utf16",
    "unicode/utf8",
];

/// Whether a function writes nothing and calls nothing, given that it is handed nothing that it
/// could write through or call.
pub(super) fn is_quiet(name: &str) -> bool {
    let owner = name.rsplit_once('.').map_or("", |(owner, _)| owner);
    QUIET.contains(&owner) || call(name) == Some(Call::Formats)
}

/// What a function has to do with other goroutines, if that is all that it does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sync {
    /// Others go on after it.
    LetsGo,
    /// It goes on after others.
    Waits,
}

/// What is known of a function of packages sync and sync/atomic.
pub(super) fn synchronises(name: &str) -> Option<Sync> {
    Some(match name {
        "sync.Map.Delete"
        | "sync.Map.Store"
        | "sync.Mutex.Unlock"
        | "sync.RWMutex.RUnlock"
        | "sync.RWMutex.Unlock"
        | "sync.WaitGroup.Add"
        | "sync.WaitGroup.Done" => Sync::LetsGo,
        "sync.Map.Load"
        | "sync.Mutex.Lock"
        | "sync.Mutex.TryLock"
        | "sync.RWMutex.Lock"
        | "sync.RWMutex.RLock"
        | "sync.WaitGroup.Wait" => Sync::Waits,
        name if name.starts_with("sync/atomic.") && name.contains("Load") => Sync::Waits,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order_and_of_whole_names() {
        assert!(PURE.is_sorted());
        assert!(!PURE.iter().any(|name| name.contains('*')));
        assert!(call("strings.Index").is_some() && call("strings.IndexFunc").is_none());
    }
}
