//! The platforms that there are.

/// What `go tool dist list` says: operating system and architecture.
pub(super) const PLATFORMS: &[(&str, &str)] = &[
    ("aix", "ppc64"),
    ("android", "386"),
    ("android", "amd64"),
    ("android", "arm"),
    ("android", "arm64"),
    ("darwin", "amd64"),
    ("darwin", "arm64"),
    ("dragonfly", "amd64"),
    ("freebsd", "386"),
    ("freebsd", "amd64"),
    ("freebsd", "arm"),
    ("freebsd", "arm64"),
    ("freebsd", "riscv64"),
    ("illumos", "amd64"),
    ("ios", "amd64"),
    ("ios", "arm64"),
    ("js", "wasm"),
    ("linux", "386"),
    ("linux", "amd64"),
    ("linux", "arm"),
    ("linux", "arm64"),
    ("linux", "loong64"),
    ("linux", "mips"),
    ("linux", "mips64"),
    ("linux", "mips64le"),
    ("linux", "mipsle"),
    ("linux", "ppc64"),
    ("linux", "ppc64le"),
    ("linux", "riscv64"),
    ("linux", "s390x"),
    ("netbsd", "386"),
    ("netbsd", "amd64"),
    ("netbsd", "arm"),
    ("netbsd", "arm64"),
    ("openbsd", "386"),
    ("openbsd", "amd64"),
    ("openbsd", "arm"),
    ("openbsd", "arm64"),
    ("openbsd", "ppc64"),
    ("openbsd", "riscv64"),
    ("plan9", "386"),
    ("plan9", "amd64"),
    ("plan9", "arm"),
    ("solaris", "amd64"),
    ("wasip1", "wasm"),
    ("windows", "386"),
    ("windows", "amd64"),
    ("windows", "arm"),
    ("windows", "arm64"),
];

/// Tags of platforms that there once were, or that another compiler has.
const PAST_SYSTEMS: [&str; 3] = ["hurd", "nacl", "zos"];
const PAST_ARCHITECTURES: [&str; 10] = [
    "amd64p32",
    "armbe",
    "arm64be",
    "mips64p32",
    "mips64p32le",
    "ppc",
    "riscv",
    "s390",
    "sparc",
    "sparc64",
];

const NOT_UNIX: [&str; 6] = ["js", "nacl", "plan9", "wasip1", "windows", "zos"];

/// Whether a tag is an operating system's.
pub(super) fn is_os(tag: &str) -> bool {
    PLATFORMS.iter().any(|(os, _)| *os == tag) || PAST_SYSTEMS.contains(&tag)
}

/// Whether a tag is an architecture's.
pub(super) fn is_arch(tag: &str) -> bool {
    PLATFORMS.iter().any(|(_, arch)| *arch == tag) || PAST_ARCHITECTURES.contains(&tag)
}

/// Whether an operating system has the tag `unix`.
pub(super) fn is_unix(os: &str) -> bool {
    !NOT_UNIX.contains(&os)
}
