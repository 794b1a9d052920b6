package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"slices"
	"strings"
)

// A verifier reads the stubs back, with nothing but the stubs to import, and holds every declaration against the real
// one. On the first platform types are compared as go/types prints them, so that no code is shared with the side that
// writes; on the others without parameter names, which may differ.
type verifier struct {
	fset     *token.FileSet
	text     func(types.Type) string
	stubs    map[string]*stub
	packages map[string]*types.Package
	wrong    []string
	checked  int
	same     int
	// unknown counts what the stubs knowingly leave open: it mentions a name under `differs`, or a package without stub.
	unknown map[string]int
}

func verifyStubs(worlds []*world, collections ...*collection) error {
	v := &verifier{fset: token.NewFileSet(), stubs: map[string]*stub{}, packages: map[string]*types.Package{}, unknown: map[string]int{}}
	for _, c := range collections {
		maps.Copy(v.stubs, c.stubs)
	}
	for _, p := range slices.Sorted(maps.Keys(v.stubs)) {
		if _, err := v.load(p); err != nil {
			return err
		}
	}
	for _, p := range slices.Sorted(maps.Keys(v.stubs)) {
		s := v.stubs[p]
		v.text = func(t types.Type) string { return types.TypeString(t, (*types.Package).Path) }
		v.compare(s, view{s.base, s.pkg})
		v.text = func(t types.Type) string {
			w := keyWriter(nil)
			w.typ(t)
			return w.String()
		}
		for _, other := range s.views {
			v.compare(s, other)
		}
	}
	fmt.Printf("%d stubs: %d facts compared, %d the same, %d unknown, %d wrong\n", len(v.stubs), v.checked, v.same,
		v.checked-v.same-len(v.wrong), len(v.wrong))
	for _, std := range []bool{true, false} {
		total := 0
		for p, n := range v.unknown {
			if v.stubs[p].std == std {
				total += n
			}
		}
		fmt.Printf("unknown in %s: %d\n", map[bool]string{true: "std", false: "lib"}[std], total)
	}
	if os.Getenv("STUBGEN_UNKNOWN") != "" {
		for _, p := range slices.Sorted(maps.Keys(v.unknown)) {
			fmt.Printf("  %5d %s\n", v.unknown[p], p)
		}
	}
	if len(v.wrong) > 0 {
		return fmt.Errorf("wrong:\n  %s", strings.Join(v.wrong, "\n  "))
	}
	return nil
}

// load type-checks a stub. Packages without a stub are empty: what comes from them has no valid type.
func (v *verifier) load(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg := v.packages[path]; pkg != nil {
		return pkg, nil
	}
	s := v.stubs[path]
	if s == nil {
		pkg := types.NewPackage(path, "absent")
		pkg.MarkComplete()
		v.packages[path] = pkg
		return pkg, nil
	}
	file, err := parser.ParseFile(v.fset, s.file(), s.render(), parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	conf := types.Config{
		IgnoreFuncBodies: true,
		Sizes:            types.SizesFor("gc", s.base.platform.arch),
		Importer:         importerFunc(v.load),
		Error:            func(err error) { v.note(s, err) },
	}
	v.packages[path], _ = conf.Check(path, v.fset, []*ast.File{file}, nil)
	return v.packages[path], nil
}

// note records an error of type-checking, unless it is one that the format implies.
func (v *verifier) note(s *stub, err error) {
	var terr types.Error
	if !errors.As(err, &terr) || terr.Soft || strings.Contains(terr.Msg, "cannot use _ as value") ||
		strings.Contains(terr.Msg, "imported and not used") || strings.Contains(terr.Msg, "imported as absent and not used") {
		return
	}
	if name, ok := strings.CutPrefix(terr.Msg, "undefined: "); ok {
		if v.absent(s, name) {
			return
		}
	}
	v.wrong = append(v.wrong, s.path+": "+terr.Error())
}

// absent says whether a name that the checker did not find is one that is left out on purpose.
func (v *verifier) absent(s *stub, name string) bool {
	qualifier, inner, qualified := strings.Cut(name, ".")
	if !qualified {
		return s.differs[name]
	}
	for _, imp := range v.importsOf(s) {
		if imp.name == qualifier {
			other := v.stubs[imp.path]
			return other == nil || other.differs[inner]
		}
	}
	return false
}

type imported struct{ name, path string }

func (v *verifier) importsOf(s *stub) (list []imported) {
	file, err := parser.ParseFile(token.NewFileSet(), "", s.render(), parser.ImportsOnly)
	if err != nil {
		return nil
	}
	for _, spec := range file.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		name := ""
		if spec.Name != nil {
			name = spec.Name.Name
		} else if other := v.stubs[path]; other != nil {
			name = other.pkg.Name()
		} else {
			name = path[strings.LastIndex(path, "/")+1:]
		}
		list = append(list, imported{name, path})
	}
	return list
}

func (v *verifier) compare(s *stub, real view) {
	pkg := v.packages[s.path]
	if pkg.Name() != real.pkg.Name() {
		v.wrong = append(v.wrong, s.path+": package name "+pkg.Name())
	}
	for _, name := range pkg.Scope().Names() {
		want, got := real.pkg.Scope().Lookup(name), pkg.Scope().Lookup(name)
		if want == nil && real.world.platform.mayLack {
			continue
		}
		if want == nil {
			v.wrong = append(v.wrong, s.path+"."+name+" does not exist")
			continue
		}
		v.object(s, real, name, want, got)
	}
	if !s.full {
		return
	}
	for _, name := range real.pkg.Scope().Names() {
		if token.IsExported(name) && pkg.Scope().Lookup(name) == nil && !s.differs[name] {
			v.wrong = append(v.wrong, s.path+"."+name+" is missing")
		}
	}
}

func (v *verifier) fact(s *stub, what, want, got string) {
	v.checked++
	switch {
	case want == got:
		v.same++
	case strings.Contains(got, "invalid type"):
		v.unknown[s.path]++
	default:
		v.wrong = append(v.wrong, fmt.Sprintf("%s.%s:\n    real %s\n    stub %s", s.path, what, want, got))
	}
}

func (v *verifier) object(s *stub, on view, name string, real, got types.Object) {
	if fmt.Sprintf("%T", real) != fmt.Sprintf("%T", got) {
		v.wrong = append(v.wrong, fmt.Sprintf("%s.%s is a %T, not a %T", s.path, name, real, got))
		return
	}
	v.fact(s, name, v.text(real.Type()), v.text(got.Type()))
	switch real := real.(type) {
	case *types.Const:
		if val := got.(*types.Const).Val(); val.Kind() != constant.Unknown {
			v.fact(s, name+" value", real.Val().ExactString(), val.ExactString())
		}
	case *types.TypeName:
		v.typeName(s, on, name, real, got.(*types.TypeName))
	}
}

func (v *verifier) typeName(s *stub, on view, name string, real, got *types.TypeName) {
	realAlias, ok1 := real.Type().(*types.Alias)
	gotAlias, ok2 := got.Type().(*types.Alias)
	if ok1 != ok2 {
		v.wrong = append(v.wrong, s.path+"."+name+": one is an alias, the other is not")
		return
	}
	if ok1 {
		v.fact(s, name+" alias", v.text(realAlias.Rhs()), v.text(gotAlias.Rhs()))
		return
	}
	params := func(n *types.Named) string {
		var list []string
		for p := range n.TypeParams().TypeParams() {
			list = append(list, p.Obj().Name()+" "+v.text(p.Constraint()))
		}
		return strings.Join(list, ", ")
	}
	realNamed, gotNamed := real.Type().(*types.Named), got.Type().(*types.Named)
	v.fact(s, name+" type parameters", params(realNamed), params(gotNamed))
	if gotNamed.Underlying() == types.Typ[types.Invalid] {
		v.fact(s, name+" underlying", "", "invalid type")
		return
	}
	if _, ok := realNamed.Underlying().(*types.Struct); !ok {
		v.fact(s, name+" underlying", v.text(realNamed.Underlying()), v.text(gotNamed.Underlying()))
	} else if _, ok := gotNamed.Underlying().(*types.Struct); !ok {
		v.wrong = append(v.wrong, s.path+"."+name+" is no longer a struct")
	}
	// Every selector that either knows, promoted ones included.
	names := map[string]bool{}
	selectors(realNamed, names, map[types.Type]bool{})
	selectors(gotNamed, names, map[types.Type]bool{})
	for _, sel := range slices.Sorted(maps.Keys(names)) {
		want, wantInfo := v.lookup(realNamed, sel, on.pkg)
		have, haveInfo := v.lookup(gotNamed, sel, v.packages[s.path])
		if have == nil {
			if v.open(s, gotNamed, sel, map[types.Type]bool{}) {
				haveInfo = "invalid type"
			}
		}
		if want == nil && (have == nil || on.world.platform.mayLack) {
			continue
		}
		if !token.IsExported(sel) && have == nil {
			continue // an unexported method that no exported interface needs, or an unexported field
		}
		v.fact(s, name+"."+sel, wantInfo, haveInfo)
	}
}

func (v *verifier) lookup(t types.Type, name string, pkg *types.Package) (types.Object, string) {
	obj, index, indirect := types.LookupFieldOrMethod(types.NewPointer(t), true, pkg, name)
	if iface, ok := t.Underlying().(*types.Interface); ok {
		obj, index, indirect = types.LookupFieldOrMethod(iface, true, pkg, name)
	}
	if obj == nil {
		return nil, "none"
	}
	text := fmt.Sprintf("%T %s depth %d indirect %v", obj, v.text(obj.Type()), len(index), indirect)
	if f, ok := obj.(*types.Func); ok {
		_, pointer := types.Unalias(f.Signature().Recv().Type()).(*types.Pointer)
		text += fmt.Sprintf(" pointer receiver %v", pointer)
	}
	return obj, text
}

// selectors gathers the names of fields and methods of a type and of all that it embeds.
func selectors(t types.Type, names map[string]bool, seen map[types.Type]bool) {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	t = types.Unalias(t)
	if seen[t] {
		return
	}
	seen[t] = true
	if named, ok := t.(*types.Named); ok {
		for m := range named.Methods() {
			names[m.Name()] = true
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			if f.Name() != "_" {
				names[f.Name()] = true
			}
			if f.Embedded() {
				selectors(f.Type(), names, seen)
			}
		}
	case *types.Interface:
		for m := range u.Methods() {
			names[m.Name()] = true
		}
	}
}

// open says whether a selector that was not found may come from something left out: an embedded type that is unknown,
// or a method listed under `differs`.
func (v *verifier) open(s *stub, t types.Type, sel string, seen map[types.Type]bool) bool {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	t = types.Unalias(t)
	if t == types.Typ[types.Invalid] || t.Underlying() == types.Typ[types.Invalid] {
		return true
	}
	if seen[t] {
		return false
	}
	seen[t] = true
	if named, ok := t.(*types.Named); ok && named.Obj().Pkg() != nil {
		if owner := v.stubs[named.Obj().Pkg().Path()]; owner != nil && owner.differs[named.Obj().Name()+"."+sel] {
			return true
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			if f.Embedded() && v.open(s, f.Type(), sel, seen) {
				return true
			}
		}
	case *types.Interface:
		for i := range u.NumEmbeddeds() {
			if v.open(s, u.EmbeddedType(i), sel, seen) {
				return true
			}
		}
	}
	return false
}
