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
)

// A listed is what `go list` says about one package.
type listed struct {
	ImportPath string
	Name       string
	Dir        string
	DepOnly    bool
	GoFiles    []string
	ImportMap  map[string]string
	Module     *struct{ GoVersion string }
}

// A world is all packages that were listed, each behind what it imports.
type world struct {
	order    []*listed
	fset     *token.FileSet
	packages map[string]*types.Package
}

// A checked is a package with everything that its type checking told.
type checked struct {
	*listed
	fset  *token.FileSet
	files []*ast.File
	info  *types.Info
	pkg   *types.Package
	// missing holds the closing braces of the functions whose end the compiler says can be reached.
	missing map[token.Pos]bool

	numbers map[string]int
}

// options are what the command line asks for beside packages.
type options struct {
	lenient, tests bool
	goos           string
}

// list asks for pure Go: what cgo generates stands in no file that could be compared.
func list(patterns []string, with options) (*world, error) {
	args := []string{"list", "-deps", "-json=ImportPath,Name,Dir,DepOnly,GoFiles,ImportMap,Module"}
	if with.lenient {
		args = append(args, "-e")
	}
	if with.tests {
		args = append(args, "-test")
	}
	args = append(append(args, "--"), patterns...)
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+with.goos, "GOARCH=amd64", "GOWORK=off")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	w := &world{fset: token.NewFileSet(), packages: map[string]*types.Package{"unsafe": types.Unsafe}}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		p := new(listed)
		if err := dec.Decode(p); errors.Is(err, io.EOF) {
			return w, nil
		} else if err != nil {
			return nil, err
		}
		isMain := strings.HasSuffix(p.ImportPath, ".test") // what runs the tests, made by the go command
		if p.ImportPath != "unsafe" && len(p.GoFiles) > 0 && !isMain {
			w.order = append(w.order, p)
		}
	}
}

func (w *world) check(p *listed) (*checked, error) {
	c := &checked{listed: p, fset: w.fset, missing: map[token.Pos]bool{}, numbers: map[string]int{}}
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(w.fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		c.files = append(c.files, file)
	}
	if !p.DepOnly {
		c.info = &types.Info{
			Types:        map[ast.Expr]types.TypeAndValue{},
			Instances:    map[*ast.Ident]types.Instance{},
			Defs:         map[*ast.Ident]types.Object{},
			Uses:         map[*ast.Ident]types.Object{},
			Implicits:    map[ast.Node]types.Object{},
			Selections:   map[*ast.SelectorExpr]*types.Selection{},
			FileVersions: map[*ast.File]string{},
		}
	}
	var first error
	config := w.config(p, func(err error) {
		if first == nil {
			first = err
		}
	})
	config.IgnoreFuncBodies = p.DepOnly
	pkg, _ := config.Check(p.ImportPath, w.fset, c.files, c.info)
	w.packages[p.ImportPath] = pkg
	if p.DepOnly {
		return nil, nil // what dependencies miss, assembly bodies for instance, shows where it is used
	}
	if first != nil {
		return nil, fmt.Errorf("%s does not type-check: %w", p.ImportPath, first)
	}
	c.pkg = pkg
	c.askForMissingReturns(w)
	return c, nil
}

func (w *world) config(p *listed, report func(error)) *types.Config {
	version := ""
	if p.Module != nil && p.Module.GoVersion != "" {
		version = "go" + p.Module.GoVersion
	}
	return &types.Config{
		Importer:  importer{w, p.ImportMap},
		Sizes:     types.SizesFor("gc", "amd64"),
		GoVersion: version,
		Error:     report,
	}
}

type importer struct {
	*world
	renamed map[string]string
}

func (i importer) Import(path string) (*types.Package, error) {
	if other := i.renamed[path]; other != "" {
		path = other
	}
	if pkg := i.packages[path]; pkg != nil {
		return pkg, nil
	}
	return nil, fmt.Errorf("%s was not listed", path)
}

// plain is a path as sources write it: without the place where the standard library keeps its dependencies, and without
// the name of the test that it is built for.
func plain(path string) string {
	path, _, _ = strings.Cut(path, " [")
	return strings.TrimPrefix(path, "vendor/")
}
