// Command stubgen writes the stub tables of gofix-pit: the exported declarations of the standard library and of
// well-known libraries, as Go source without function bodies, so that types can be known without a Go toolchain.
//
//	cd tools/stubgen
//	go run .             writes ../../stubs: std/, lib/ and INDEX
//	go run . -std        only the standard library       go run . -lib      only the libraries
//	go run . -check      writes nothing; exit status 1 if what is on disk is not what would be written
//	go run . -verify     type-checks the stubs against each other and compares every declaration with the real one
//
// The standard library is that of the Go on the PATH, so -check needs the version that the headers name (-lib doesn't).
// The libraries are those that libs.go imports, at the versions that go.mod pins; `go get -u` renews them.
//
// # Format
//
// One file per import path; INDEX has a line `import path<TAB>package name<TAB>file` for each. A file is Go source:
// a header comment, the package clause, the imports, then constants, variables, functions, and types with their methods,
// each sorted by name. Beyond that:
//
//   - Everything exported is there, and each unexported type that something exported mentions. A stub whose header says
//     `partial` (an internal package, or a dependency of a library) has only what other stubs mention:
//     a name it lacks is unknown, not undefined.
//   - Struct fields: the exported and the embedded ones. `_ struct{}` at the end stands for those left out.
//   - Methods have a receiver without a name. Promoted methods are not listed. Unexported methods are there only if an
//     exported interface of the package needs them.
//   - `const X T = _` is a constant with a known type and an unknown value (it depends on the platform, or is very long);
//     for an untyped one a comment tells the kind: `const X = _ // untyped int`.
//   - `// differs: Name, Type.Method` at the end names what some platform lacks or declares differently: unknown.
//     A struct with such a method may get another of that name by promotion; that isn't the one.
//   - An import may have no stub: what comes from it is unknown.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// largestPartial is the size above which a library's dependency gets no partial stub.
const largestPartial = 24 << 10

var goVersion string

func main() {
	std := flag.Bool("std", false, "only the standard library")
	lib := flag.Bool("lib", false, "only the libraries")
	root := flag.String("o", "../../stubs", "the folder to write")
	check := flag.Bool("check", false, "write nothing; exit status 1 if the folder isn't up to date")
	verify := flag.Bool("verify", false, "write nothing; compare the stubs with the real declarations; exit status 1 if any is wrong")
	flag.Parse()
	if !*std && !*lib {
		*std, *lib = true, true
	}
	if err := run(*root, *std, *lib, *check, *verify); err != nil {
		fmt.Fprintln(os.Stderr, "stubgen:", err)
		os.Exit(1)
	}
}

func run(root string, std, lib, check, verify bool) error {
	out, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		return err
	}
	goVersion = strings.TrimSpace(string(out))
	libs, err := wantedLibraries("libs.go")
	if err != nil {
		return err
	}
	worlds, err := loadWorlds(append([]string{"std", "syscall/js"}, libs...))
	if err != nil {
		return err
	}
	stdlib := collect(worlds, publicStandard(worlds), nil)
	libraries := collect(worlds, libs, stdlib.stubs)
	for _, p := range libs {
		if libraries.stubs[p] == nil {
			return fmt.Errorf("no platform can build %s", p)
		}
	}
	files := map[string][]byte{}
	if std {
		render(stdlib, files)
		files["std/unsafe.go.txt"] = []byte(unsafeStub())
	}
	if lib {
		render(libraries, files)
	}
	if verify {
		return verifyStubs(worlds, stdlib, libraries)
	}
	old, err := onDisk(root, std, lib)
	if err != nil {
		return err
	}
	index, err := indexOf(root, files, std, lib)
	if err != nil {
		return err
	}
	files["INDEX"] = index
	if check {
		return compare(root, old, files)
	}
	for _, name := range old {
		if files[name] == nil {
			if err := os.Remove(filepath.Join(root, name)); err != nil {
				return err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		full := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(full, files[name], 0o644); err != nil {
			return err
		}
	}
	report(files)
	return nil
}

func loadWorlds(patterns []string) ([]*world, error) {
	src := &sources{fset: token.NewFileSet(), files: map[string]*ast.File{}}
	worlds, errs := make([]*world, len(platforms)), make([]error, len(platforms))
	var wg sync.WaitGroup
	for i, p := range platforms {
		wg.Go(func() { worlds[i], errs[i] = loadWorld(p, patterns, src) })
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			return nil, err
		}
		for _, e := range worlds[i].errors {
			fmt.Fprintln(os.Stderr, "stubgen: note:", e)
		}
	}
	return worlds, nil
}

func publicStandard(worlds []*world) []string {
	paths := map[string]bool{}
	for _, w := range worlds {
		for p, l := range w.listed {
			elements := strings.Split(p, "/")
			if l.Standard && p != "builtin" && l.Name != "main" && elements[0] != "vendor" && !slices.Contains(elements, "internal") {
				paths[p] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(paths))
}

func wantedLibraries(file string) ([]string, error) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, spec := range f.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		paths = append(paths, p)
	}
	slices.Sort(paths)
	return paths, nil
}

func render(c *collection, into map[string][]byte) {
	for _, s := range c.stubs {
		into[s.file()] = s.render()
	}
}

// unsafeStub is written by hand: the package has no ordinary declarations. Its functions are the compiler's.
func unsafeStub() string {
	return "// stub of unsafe (" + goVersion + "); regenerate: cd tools/stubgen && go run . -std\n\n" +
		"package unsafe\n\ntype Pointer *ArbitraryType\n\n" +
		"// differs: Add, Alignof, ArbitraryType, IntegerType, Offsetof, Sizeof, Slice, SliceData, String, StringData\n"
}

// onDisk lists the stub files that the run answers for.
func onDisk(root string, std, lib bool) ([]string, error) {
	var names []string
	for folder, wanted := range map[string]bool{"std": std, "lib": lib} {
		if _, err := os.Stat(filepath.Join(root, folder)); !wanted || err != nil {
			continue
		}
		err := fs.WalkDir(os.DirFS(root), folder, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				names = append(names, name)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return names, nil
}

// indexOf lists the stubs of this run, and those on disk that this run leaves alone.
func indexOf(root string, files map[string][]byte, std, lib bool) ([]byte, error) {
	others, err := onDisk(root, !std, !lib)
	if err != nil {
		return nil, err
	}
	var lines []string
	add := func(name string, text []byte) {
		importPath := strings.TrimSuffix(name[len("std/"):], ".go.txt")
		_, rest, _ := bytes.Cut(text, []byte("\npackage "))
		pkg, _, _ := bytes.Cut(rest, []byte("\n"))
		lines = append(lines, importPath+"\t"+string(pkg)+"\t"+name+"\n")
	}
	for name, text := range files {
		add(name, text)
	}
	for _, name := range others {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		add(name, text)
	}
	slices.Sort(lines)
	return []byte(strings.Join(lines, "")), nil
}

func compare(root string, old []string, files map[string][]byte) error {
	var stale []string
	for _, name := range old {
		if files[name] == nil {
			stale = append(stale, name+" (no longer written)")
		}
	}
	for name, text := range files {
		if have, err := os.ReadFile(filepath.Join(root, name)); err != nil || !bytes.Equal(have, text) {
			stale = append(stale, name)
		}
	}
	if len(stale) == 0 {
		return nil
	}
	slices.Sort(stale)
	return fmt.Errorf("%d stub files are not up to date; rerun without -check:\n  %s", len(stale), strings.Join(stale, "\n  "))
}

func report(files map[string][]byte) {
	for _, folder := range []string{"std/", "lib/"} {
		count, size := 0, 0
		for name, text := range files {
			if strings.HasPrefix(name, folder) {
				count++
				size += len(text)
			}
		}
		fmt.Printf("%s %d stubs, %d bytes\n", folder, count, size)
	}
}
