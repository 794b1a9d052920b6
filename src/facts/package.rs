//! The files of one directory, parsed when asked for.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use crate::syntax::{Node, Source};

use super::builds::Build;
use super::imported::Bound;
use super::imports::{self, Import};
use super::scope::Scopes;
use super::unit::Unit;
use super::{
    Callee, Declaration, Entity, Module, Truth, Type, World, clauses, doubt, library, outline,
};

/// A file as handed in: where it stands and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Path as it is to be reported.
    pub path: PathBuf,
    /// The whole text.
    pub text: Arc<str>,
    /// Whether a fix may edit it; siblings that a run was not pointed at are only read.
    pub editable: bool,
}

/// A file of a [`Package`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

impl FileId {
    /// Its place among the files that the package was made of.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A node and the file it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At<'p> {
    /// The file.
    pub file: FileId,
    /// The node, of that file's tree.
    pub node: Node<'p>,
}

impl<'p> At<'p> {
    /// Another node of the same file.
    #[must_use]
    pub fn with(self, node: Node<'p>) -> Self {
        Self {
            file: self.file,
            node,
        }
    }
}

struct PackageFile {
    input: InputFile,
    read: Rc<Read>,
    imports_by_name: OnceCell<HashMap<Arc<str>, Bound>>,
    own_path: OnceCell<Arc<str>>,
}

/// What follows from the text of a file alone.
#[derive(Default)]
struct Read {
    source: OnceCell<Option<Source>>,
    scopes: OnceCell<Scopes>,
    /// What declares something for the others, and its scopes.
    outline: OnceCell<Option<Source>>,
    outer_scopes: OnceCell<Scopes>,
    imports: OnceCell<Vec<Import>>,
    clause: OnceCell<Option<Arc<str>>>,
    build: OnceCell<Build>,
}

/// Other packages by import path; `None` for those that cannot be read.
type Units = HashMap<Arc<str>, Option<Arc<Unit>>>;

/// Whether a variable outlives a region, a node, for one codemod's knowledge, by its address.
pub(super) type Escaping = HashMap<(Declaration, usize, usize), Truth>;

/// What is known of nodes, by file and the node's number.
type ByNode<T> = RefCell<HashMap<(FileId, usize), T>>;

/// The types of another package's variables and constants that are declared without one, by name.
pub(super) type Initial = HashMap<Arc<str>, Type>;

/// Types with type arguments, aliases followed, by package, name and arguments.
pub(super) type Instances = HashMap<(Arc<str>, Arc<str>, Vec<Type>), Type>;

/// What the files that share a package clause declare at their top level.
#[derive(Debug, Default)]
pub(super) struct TopLevel {
    /// By name.
    pub names: HashMap<Arc<str>, Vec<Declaration>>,
    /// Names that what does not parse may declare.
    pub doubtful: HashSet<Box<str>>,
}

/// The files of one directory and what is known of them. Files are kept in the order given;
/// those with another package clause (external tests) are present but declare nothing for the
/// others.
pub struct Package<'w> {
    dir: PathBuf,
    files: Vec<PackageFile>,
    world: &'w dyn World,
    module: OnceCell<Option<Module>>,
    /// The package clause of the files that are no tests, where they agree.
    main_clause: OnceCell<Option<Arc<str>>>,
    top_levels: OnceCell<HashMap<Arc<str>, TopLevel>>,
    units: RefCell<Units>,
    names: RefCell<HashMap<Arc<str>, Option<Arc<str>>>>,
    initial: RefCell<HashMap<Arc<str>, Initial>>,
    types: ByNode<Type>,
    entities: ByNode<Entity>,
    callees: ByNode<Option<Callee>>,
    may_declare: RefCell<HashMap<Arc<str>, bool>>,
    /// Whether variables outlive regions, by what a codemod knows.
    escaping: RefCell<Escaping>,
    /// Modules, by whether some file imports a package of theirs.
    imported: RefCell<HashMap<Arc<str>, bool>>,
    instances: RefCell<Instances>,
    /// Variables, by whether they are written to or their address is taken.
    reassigned: RefCell<HashMap<Declaration, bool>>,
}

impl<'w> Package<'w> {
    /// A package of these files, all of directory `dir`.
    #[must_use]
    pub fn new(dir: impl Into<PathBuf>, files: Vec<InputFile>, world: &'w dyn World) -> Self {
        let files = files.into_iter();
        Self::of(
            dir.into(),
            files.map(|input| (input, Rc::default())).collect(),
            world,
        )
    }

    /// The same files in the same order with other texts. Those whose text is the same are not
    /// parsed again.
    #[must_use]
    pub fn with_texts(&self, files: Vec<InputFile>) -> Self {
        let files = files.into_iter().enumerate().map(|(index, input)| {
            let known = self.files.get(index).filter(|known| {
                Arc::ptr_eq(&known.input.text, &input.text) && known.input.path == input.path
            });
            let read = known.map(|known| Rc::clone(&known.read));
            (input, read.unwrap_or_default())
        });
        Self::of(self.dir.clone(), files.collect(), self.world)
    }

    fn of(dir: PathBuf, files: Vec<(InputFile, Rc<Read>)>, world: &'w dyn World) -> Self {
        let files = files
            .into_iter()
            .map(|(input, read)| PackageFile {
                input,
                read,
                imports_by_name: OnceCell::new(),
                own_path: OnceCell::new(),
            })
            .collect();
        Self {
            dir,
            files,
            world,
            module: OnceCell::new(),
            main_clause: OnceCell::new(),
            top_levels: OnceCell::new(),
            units: RefCell::default(),
            names: RefCell::default(),
            initial: RefCell::default(),
            types: RefCell::default(),
            entities: RefCell::default(),
            callees: RefCell::default(),
            escaping: RefCell::default(),
            imported: RefCell::default(),
            may_declare: RefCell::default(),
            instances: RefCell::default(),
            reassigned: RefCell::default(),
        }
    }

    /// The directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// All files.
    pub fn files(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).map(FileId)
    }

    /// A file as it was handed in.
    #[must_use]
    pub fn input(&self, file: FileId) -> &InputFile {
        &self.files[file.0 as usize].input
    }

    /// A file's tree, parsed at the first call; `None` if it cannot be parsed at all.
    #[must_use]
    pub fn source(&self, file: FileId) -> Option<&Source> {
        let file = &self.files[file.0 as usize];
        let source = &file.read.source;
        source
            .get_or_init(|| Source::parse(Arc::clone(&file.input.text)))
            .as_ref()
    }

    /// A file's declarations: its tree, or, as long as nobody asked for that, one without the
    /// bodies of functions. Everything has the same place in both.
    pub(super) fn declarations(&self, file: FileId) -> Option<&Source> {
        let slot = &self.files[file.index()];
        if slot.read.source.get().is_some() {
            return self.source(file);
        }
        let outline = slot
            .read
            .outline
            .get_or_init(|| outline::in_place(&slot.input.text));
        outline.as_ref().or_else(|| self.source(file))
    }

    /// The text of a node.
    #[must_use]
    pub fn text(&self, at: At<'_>) -> &str {
        let text = &self.files[at.file.0 as usize].input.text;
        text.get(at.node.byte_range()).unwrap_or("")
    }

    /// The module the directory belongs to, if any.
    #[must_use]
    pub fn module(&self) -> Option<&Module> {
        self.module
            .get_or_init(|| self.world.module(&self.dir))
            .as_ref()
    }

    /// Whether any fact was asked for: a name, a type, a package. Trees are no facts.
    #[must_use]
    pub fn was_asked(&self) -> bool {
        let files = self.files.iter();
        files
            .map(|file| (&file.read.scopes, &file.read.imports))
            .any(|(scopes, imports)| scopes.get().is_some() || imports.get().is_some())
            || !self.types.borrow().is_empty()
            || !self.units.borrow().is_empty()
    }

    /// Other packages and directories.
    #[must_use]
    pub fn world(&self) -> &'w dyn World {
        self.world
    }

    /// The packages loaded so far.
    pub(super) fn units(&self) -> &RefCell<Units> {
        &self.units
    }

    /// The names of other packages, as far as was asked.
    pub(super) fn package_names(&self) -> &RefCell<HashMap<Arc<str>, Option<Arc<str>>>> {
        &self.names
    }

    /// What other packages' variables and constants are by their values, as far as was asked.
    pub(super) fn initial(&self) -> &RefCell<HashMap<Arc<str>, Initial>> {
        &self.initial
    }

    /// The types found so far.
    pub(super) fn types(&self) -> &ByNode<Type> {
        &self.types
    }

    /// What identifiers were found to stand for.
    pub(super) fn entities(&self) -> &ByNode<Entity> {
        &self.entities
    }

    /// What calls were found to call.
    pub(super) fn callees(&self) -> &ByNode<Option<Callee>> {
        &self.callees
    }

    /// What was found of variables that may outlive a region.
    pub(super) fn escaping(&self) -> &RefCell<Escaping> {
        &self.escaping
    }

    /// Whether some file imports a package of a module, as far as was asked.
    pub(super) fn imported(&self) -> &RefCell<HashMap<Arc<str>, bool>> {
        &self.imported
    }

    /// The scopes of a file; the local ones only once its tree was asked for, since nothing in a
    /// function can be asked about before.
    pub(super) fn scopes(&self, file: FileId) -> &Scopes {
        let slot = &self.files[file.index()].read;
        let scopes = match slot.source.get() {
            Some(_) => &slot.scopes,
            None => &slot.outer_scopes,
        };
        scopes.get_or_init(|| {
            self.declarations(file)
                .map(|source| Scopes::of(file, source))
                .unwrap_or_default()
        })
    }

    /// The imports of a file.
    pub(super) fn imports(&self, file: FileId) -> &[Import] {
        let slot = &self.files[file.index()].read.imports;
        slot.get_or_init(|| {
            let source = self.declarations(file);
            source.map(imports::of).unwrap_or_default()
        })
    }

    /// What the names that a file's imports bind stand for.
    pub(super) fn imports_by_name(&self, file: FileId) -> &HashMap<Arc<str>, Bound> {
        let slot = &self.files[file.index()].imports_by_name;
        slot.get_or_init(|| self.bound_names(file))
    }

    /// What is known of types with arguments.
    pub(super) fn instances(&self) -> &RefCell<Instances> {
        &self.instances
    }

    /// What is known by now of variables: whether they are written to.
    pub(super) fn reassigned(&self) -> &RefCell<HashMap<Declaration, bool>> {
        &self.reassigned
    }

    /// Whether some file may declare a name at its top level, by its text alone.
    pub(super) fn may_declare(&self, name: &str) -> bool {
        if let Some(known) = self.may_declare.borrow().get(name) {
            return *known;
        }
        let may = self
            .files
            .iter()
            .any(|file| outline::may_declare(&file.input.text, name));
        self.may_declare.borrow_mut().insert(name.into(), may);
        may
    }

    /// The builds that a file takes part in.
    pub(super) fn build(&self, file: FileId) -> &Build {
        let slot = &self.files[file.index()];
        slot.read
            .build
            .get_or_init(|| Build::of(&slot.input.path, &slot.input.text))
    }

    /// The name in a file's package clause.
    #[must_use]
    pub fn clause(&self, file: FileId) -> Option<&str> {
        let slot = &self.files[file.index()].read.clause;
        let name = slot.get_or_init(|| clauses::of_file(&self.input(file).text).map(Arc::from));
        name.as_deref()
    }

    /// The name of the package that the files but the tests are of, where it can be told.
    pub(super) fn main_clause(&self) -> Option<&str> {
        let name = self.main_clause.get_or_init(|| {
            let files = self.files.iter().map(|file| &file.input);
            clauses::of_package(files.filter(|file| !library::is_test(&file.path))).map(Arc::from)
        });
        name.as_deref()
    }

    /// The import path of the package of a file, or a made-up one where no module says.
    pub(super) fn own_path(&self, file: FileId) -> Arc<str> {
        let slot = &self.files[file.index()].own_path;
        Arc::clone(slot.get_or_init(|| self.path_of_clause(file)))
    }

    /// The top-level names visible in a file: those of all files with the same package clause.
    pub(super) fn top_level(&self, file: FileId) -> Option<&TopLevel> {
        let clause = self.clause(file)?;
        let all = self.top_levels.get_or_init(|| {
            let mut all: HashMap<Arc<str>, TopLevel> = HashMap::new();
            for file in self.files() {
                let Some(clause) = self.clause(file) else {
                    continue;
                };
                let top = all.entry(clause.into()).or_default();
                for (name, declaration) in self.scopes(file).top_level() {
                    top.names.entry(name.into()).or_default().push(declaration);
                }
                let source = self.declarations(file);
                top.doubtful
                    .extend(source.map(doubt::names).unwrap_or_default());
            }
            all
        });
        all.get(clause)
    }
}
