package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// A platform is one set of build constraints that the sources are read under.
type platform struct {
	os, arch, cgo string
	// mayLack says that a name which this platform lacks is still known: only a declaration that differs counts.
	mayLack bool
}

// The first platform that can build a package gives its stub. js/wasm has almost nothing of package syscall, so what it
// lacks says little about services; what it declares differently still counts.
var platforms = []platform{
	{"linux", "amd64", "1", false},
	{"linux", "arm64", "1", false},
	{"linux", "386", "1", false},
	{"windows", "amd64", "1", false},
	{"darwin", "arm64", "1", false},
	{"js", "wasm", "0", true},
}

func (p platform) String() string { return p.os + "/" + p.arch }

// listed is what `go list` says about one package.
type listed struct {
	ImportPath        string
	Name              string
	Dir               string
	Standard          bool
	GoFiles, CgoFiles []string
	ImportMap         map[string]string
	Module            *struct{ Path, Version string }
}

// A world is every package as one platform sees it.
type world struct {
	platform platform
	listed   map[string]*listed
	packages map[string]*types.Package
	// written is the type on the right of each type declaration, as written: `type T io.Reader` has io.Reader here,
	// where T.Underlying() has an interface.
	written map[*types.TypeName]types.Type
	errors  []string
}

// sources caches parsed files: most are the same on every platform.
type sources struct {
	fset  *token.FileSet
	mu    sync.Mutex
	files map[string]*ast.File
}

func (s *sources) parse(name string) (*ast.File, error) {
	s.mu.Lock()
	file := s.files[name]
	s.mu.Unlock()
	if file != nil {
		return file, nil
	}
	file, err := parser.ParseFile(s.fset, name, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, decl := range file.Decls {
		// Bodies are never needed. An empty one is kept: a generic function without any is an error.
		if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
			f.Body.List = nil
		}
	}
	s.mu.Lock()
	s.files[name] = file
	s.mu.Unlock()
	return file, nil
}

func loadWorld(p platform, patterns []string, src *sources) (*world, error) {
	args := append([]string{"list", "-e", "-deps", "-json=ImportPath,Name,Dir,Standard,GoFiles,CgoFiles,ImportMap,Module", "--"}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "GOOS="+p.os, "GOARCH="+p.arch, "CGO_ENABLED="+p.cgo, "GOEXPERIMENT=", "GOFLAGS=-mod=readonly", "GOWORK=off")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list for %s: %w", p, err)
	}
	w := &world{platform: p, listed: map[string]*listed{}, packages: map[string]*types.Package{}, written: map[*types.TypeName]types.Type{}}
	var order []string // go list -deps puts every package after what it imports
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		pkg := new(listed)
		if err := dec.Decode(pkg); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if pkg.ImportPath != "unsafe" && len(pkg.GoFiles)+len(pkg.CgoFiles) > 0 {
			w.listed[pkg.ImportPath] = pkg
			order = append(order, pkg.ImportPath)
		}
	}
	for _, path := range order {
		if err := w.check(w.listed[path], src); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *world) check(pkg *listed, src *sources) error {
	var files []*ast.File
	for _, name := range append(append([]string{}, pkg.GoFiles...), pkg.CgoFiles...) {
		file, err := src.parse(filepath.Join(pkg.Dir, name))
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}}
	conf := types.Config{
		FakeImportC:      true,
		IgnoreFuncBodies: true,
		Sizes:            types.SizesFor("gc", w.platform.arch),
		Importer: importerFunc(func(path string) (*types.Package, error) {
			if path == "unsafe" {
				return types.Unsafe, nil
			}
			if real, ok := pkg.ImportMap[path]; ok {
				path = real
			}
			if dep := w.packages[path]; dep != nil {
				return dep, nil
			}
			return nil, fmt.Errorf("package %s is not loaded", path)
		}),
		Error: func(err error) {
			var terr types.Error
			if errors.As(err, &terr) && !terr.Soft && !strings.Contains(terr.Msg, "imported and not used") {
				w.errors = append(w.errors, fmt.Sprintf("%s: %s: %s", w.platform, pkg.ImportPath, terr.Msg))
			}
		},
	}
	checked, _ := conf.Check(pkg.ImportPath, src.fset, files, info)
	w.packages[pkg.ImportPath] = checked
	for _, file := range files {
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.TYPE {
				continue
			}
			for _, spec := range gen.Specs {
				spec := spec.(*ast.TypeSpec)
				if name, ok := info.Defs[spec.Name].(*types.TypeName); ok {
					w.written[name] = info.Types[spec.Type].Type
				}
			}
		}
	}
	return nil
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }
