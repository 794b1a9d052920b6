package main

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"sort"
	"strconv"
	"strings"
)

//go:embed prelude/prelude.go
var preludeText string

// prelude is the file of that name, declaration by declaration.
type prelude struct {
	text    map[string]string              // name → its declarations, methods included
	uses    map[string]map[string]struct{} // name → identifiers in them
	imports map[string]string              // package name → import path
}

func newPrelude() (*prelude, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "prelude.go", preludeText, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	p := &prelude{map[string]string{}, map[string]map[string]struct{}{}, map[string]string{}}
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		p.imports[path[strings.LastIndex(path, "/")+1:]] = path
	}
	for _, decl := range file.Decls {
		name, ok := declared(decl)
		if !ok {
			continue
		}
		p.text[name] += preludeText[fset.Position(decl.Pos()).Offset:fset.Position(decl.End()).Offset] + "\n\n"
		if p.uses[name] == nil {
			p.uses[name] = map[string]struct{}{}
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				p.uses[name][id.Name] = struct{}{}
			}
			return true
		})
	}
	return p, nil
}

// declared names a declaration; a method goes with its type.
func declared(decl ast.Decl) (string, bool) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Recv == nil {
			return decl.Name.Name, true
		}
		recv := decl.Recv.List[0].Type
		if star, ok := recv.(*ast.StarExpr); ok {
			recv = star.X
		}
		id, ok := recv.(*ast.Ident)
		if !ok {
			return "", false
		}
		return id.Name, true
	case *ast.GenDecl:
		if spec, ok := decl.Specs[0].(*ast.TypeSpec); ok && len(decl.Specs) == 1 {
			return spec.Name.Name, true
		}
	}
	return "", false
}

// supplement is the file that a package lacks, or "" if it lacks nothing that the prelude has.
func (p *prelude) supplement(files []*ast.File) string {
	names := map[string]struct{}{}
	own := map[string]bool{}
	hasMain := false
	for _, file := range files {
		for _, spec := range file.Imports {
			if spec.Name != nil {
				own[spec.Name.Name] = true
			}
		}
		for name := range file.Scope.Objects {
			own[name] = true
		}
		hasMain = hasMain || file.Scope.Lookup("main") != nil
	}
	var need func(name string)
	need = func(name string) {
		if _, seen := names[name]; seen || own[name] || p.text[name] == "" {
			return
		}
		names[name] = struct{}{}
		for used := range p.uses[name] {
			need(used)
		}
	}
	for _, file := range files {
		for _, id := range file.Unresolved {
			need(id.Name)
		}
	}
	pkg := files[0].Name.Name
	var body strings.Builder
	imports := map[string]struct{}{}
	for _, name := range sorted(names) {
		body.WriteString(p.text[name])
		for used := range p.uses[name] {
			if path := p.imports[used]; path != "" {
				imports[path] = struct{}{}
			}
		}
	}
	if pkg == "main" && !hasMain {
		body.WriteString("func main() {}\n")
	}
	if body.Len() == 0 {
		return ""
	}
	var head strings.Builder
	fmt.Fprintf(&head, "package %s\n\n", pkg)
	for _, path := range sorted(imports) {
		fmt.Fprintf(&head, "import %q\n", path)
	}
	return head.String() + "\n" + body.String()
}

func sorted(set map[string]struct{}) []string {
	all := make([]string, 0, len(set))
	for name := range set {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}
