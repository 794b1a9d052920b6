package main

import (
	"bytes"
	"fmt"
	"go/constant"
	"go/format"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"
)

// A stub is the part of one package that others can see, gathered from every platform.
type stub struct {
	path  string
	base  *world         // the first platform that can build it
	pkg   *types.Package // as base sees it
	views []view         // what the other platforms see
	full  bool           // everything exported is in it; otherwise only what other stubs mention
	std   bool

	visited map[string]bool
	kept    map[string]bool // package-level names
	methods map[string][]*types.Func
	opaque  map[string]bool
	// vague holds the constants whose value depends on the platform.
	vague map[string]bool
	// differs holds what is not the same everywhere, as Name or Type.Method: left out, so unknown.
	differs map[string]bool
	// sealed holds the unexported methods of exported interfaces: without them nothing would implement those.
	sealed map[string]bool
}

type view struct {
	world *world
	pkg   *types.Package
}

// A collection is the stubs that are written together.
type collection struct {
	worlds  []*world
	stubs   map[string]*stub
	dropped map[string]bool // partial stubs that would be too large
	frozen  map[string]*stub
}

// collect makes a full stub of each of the given packages, and partial ones of what they mention.
// What is in frozen has been done before and stays as it is.
func collect(worlds []*world, paths []string, frozen map[string]*stub) *collection {
	c := &collection{worlds: worlds, dropped: map[string]bool{}, frozen: frozen}
	for {
		c.stubs = map[string]*stub{}
		for _, p := range paths {
			if s := c.stub(p); s != nil {
				s.full = true
			}
		}
		for _, p := range paths {
			c.visitAll(p)
		}
		before := len(c.dropped)
		for p, s := range c.stubs {
			if !s.full && !s.std && len(s.render()) > largestPartial {
				c.dropped[p] = true
			}
		}
		if len(c.dropped) == before {
			break
		}
	}
	maps.DeleteFunc(c.stubs, func(_ string, s *stub) bool { return !s.full && len(s.kept) == 0 })
	return c
}

func (c *collection) stub(p string) *stub {
	if s := c.stubs[p]; s != nil || c.dropped[p] {
		return s
	}
	s := &stub{path: p, visited: map[string]bool{}, kept: map[string]bool{}, methods: map[string][]*types.Func{},
		opaque: map[string]bool{}, vague: map[string]bool{}, differs: map[string]bool{}, sealed: map[string]bool{}}
	for _, w := range c.worlds {
		switch pkg := w.packages[p]; {
		case pkg == nil || !exports(pkg): // log/syslog has but a comment on Windows
		case s.pkg == nil:
			s.base, s.pkg, s.std = w, pkg, w.listed[p].Standard
		default:
			s.views = append(s.views, view{w, pkg})
		}
	}
	if s.pkg == nil {
		return nil
	}
	for _, name := range s.pkg.Scope().Names() {
		obj, ok := s.pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || !obj.Exported() {
			continue
		}
		if iface, ok := obj.Type().Underlying().(*types.Interface); ok {
			for i := range iface.NumMethods() {
				if m := iface.Method(i); !m.Exported() && m.Pkg() == s.pkg {
					s.sealed[m.Name()] = true
				}
			}
		}
	}
	c.stubs[p] = s
	return s
}

func exports(pkg *types.Package) bool {
	return slices.ContainsFunc(pkg.Scope().Names(), token.IsExported)
}

func (c *collection) visitAll(p string) {
	s := c.stubs[p]
	if s == nil {
		return
	}
	for _, name := range s.pkg.Scope().Names() {
		if token.IsExported(name) {
			c.visit(p, name)
		}
	}
	for _, v := range s.views {
		for _, name := range v.pkg.Scope().Names() {
			if token.IsExported(name) && s.pkg.Scope().Lookup(name) == nil {
				s.differs[name] = true
			}
		}
	}
}

func (c *collection) visit(p, name string) {
	if c.frozen[p] != nil {
		return
	}
	s := c.stub(p)
	if s == nil || s.visited[name] {
		return
	}
	s.visited[name] = true
	obj := s.pkg.Scope().Lookup(name)
	var mentioned []*types.TypeName
	key, broken := declKey(s.base, obj, &mentioned)
	same := !broken
	for _, v := range s.views {
		other := v.pkg.Scope().Lookup(name)
		if other == nil {
			same = same && v.world.platform.mayLack
			continue
		}
		k, _ := declKey(v.world, other, nil)
		same = same && k == key
	}
	if !same {
		s.differs[name] = true
		return
	}
	s.kept[name] = true
	switch obj := obj.(type) {
	case *types.Const:
		for _, v := range s.views {
			other, ok := v.pkg.Scope().Lookup(name).(*types.Const)
			if ok && (obj.Val().Kind() != other.Val().Kind() || !constant.Compare(obj.Val(), token.EQL, other.Val())) {
				s.vague[name] = true
			}
		}
	case *types.TypeName:
		s.opaque[name] = hides(s.base.written[obj])
		for _, v := range s.views {
			if other, ok := v.pkg.Scope().Lookup(name).(*types.TypeName); ok && hides(v.world.written[other]) {
				s.opaque[name] = true
			}
		}
		mentioned = append(mentioned, s.visitMethods(obj)...)
	}
	for _, m := range mentioned {
		if m.Pkg() != types.Unsafe {
			c.visit(m.Pkg().Path(), m.Name())
		}
	}
}

func (s *stub) visitMethods(obj *types.TypeName) (mentioned []*types.TypeName) {
	all := s.methodsOf(obj)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		m := all[name]
		var used []*types.TypeName
		key, broken := methodKey(obj, m, &used)
		same := !broken
		for _, v := range s.views {
			otherType, ok := v.pkg.Scope().Lookup(obj.Name()).(*types.TypeName)
			if !ok {
				continue
			}
			other := s.methodsOf(otherType)[name]
			if other == nil {
				same = same && v.world.platform.mayLack
				continue
			}
			k, _ := methodKey(otherType, other, nil)
			same = same && k == key
		}
		if !same {
			s.differs[obj.Name()+"."+name] = true
			continue
		}
		s.methods[obj.Name()] = append(s.methods[obj.Name()], m)
		mentioned = append(mentioned, used...)
	}
	for _, v := range s.views {
		if other, ok := v.pkg.Scope().Lookup(obj.Name()).(*types.TypeName); ok {
			for name := range s.methodsOf(other) {
				if all[name] == nil {
					s.differs[obj.Name()+"."+name] = true
				}
			}
		}
	}
	return mentioned
}

func (s *stub) methodsOf(obj *types.TypeName) map[string]*types.Func {
	named, ok := obj.Type().(*types.Named)
	if !ok {
		return nil
	}
	all := map[string]*types.Func{}
	for m := range named.Methods() {
		if m.Exported() || s.sealed[m.Name()] {
			all[m.Name()] = m
		}
	}
	return all
}

// declKey is a declaration's text for comparing: full import paths, no parameter names, no values.
func declKey(w *world, obj types.Object, mentioned *[]*types.TypeName) (text string, broken bool) {
	out := keyWriter(mentioned)
	switch obj := obj.(type) {
	case *types.Const:
		out.constDecl(obj, false)
	case *types.Var:
		out.varDecl(obj)
	case *types.Func:
		out.funcDecl(obj)
	case *types.TypeName:
		out.typeDecl(obj, w.written[obj], false)
	}
	return out.String(), out.broken
}

func methodKey(recv *types.TypeName, m *types.Func, mentioned *[]*types.TypeName) (text string, broken bool) {
	out := keyWriter(mentioned)
	out.method(recv, m)
	return out.String(), out.broken
}

func keyWriter(mentioned *[]*types.TypeName) *writer {
	w := &writer{qualify: (*types.Package).Path}
	if mentioned != nil {
		w.used = func(obj *types.TypeName) { *mentioned = append(*mentioned, obj) }
	}
	return w
}

func (s *stub) file() string {
	if s.std {
		return "std/" + s.path + ".go.txt"
	}
	return "lib/" + s.path + ".go.txt"
}

func (s *stub) header() string {
	version, flag := goVersion, "-std"
	if !s.std {
		m := s.base.listed[s.path].Module
		version, flag = m.Path+"@"+m.Version, "-lib"
	}
	if !s.full {
		version += "; partial: only what other stubs mention"
	}
	return fmt.Sprintf("// stub of %s (%s); regenerate: cd tools/stubgen && go run . %s\n", s.path, version, flag)
}

// render gives the text of the stub.
func (s *stub) render() []byte {
	imports := map[string]*types.Package{}
	s.body(&writer{paramNames: true, qualify: func(pkg *types.Package) string {
		if pkg != s.pkg {
			imports[pkg.Path()] = pkg
		}
		return ""
	}})
	names := s.importNames(imports)
	w := &writer{paramNames: true, qualify: func(pkg *types.Package) string { return names[pkg.Path()] }}
	w.WriteString(s.header() + "\npackage " + s.pkg.Name() + "\n\n")
	if len(imports) > 0 {
		w.WriteString("import (\n")
		for _, p := range slices.Sorted(maps.Keys(imports)) {
			if name := names[p]; name != path.Base(p) {
				w.WriteString(name + " ")
			}
			fmt.Fprintf(w, "%q\n", p)
		}
		w.WriteString(")\n\n")
	}
	s.body(w)
	out, err := format.Source([]byte(w.String()))
	if err != nil {
		panic(fmt.Sprintf("the stub of %s does not parse: %v", s.path, err))
	}
	return append(out, s.differsList()...)
}

// importNames names each import as its package does, or by its last two path elements where that would clash.
func (s *stub) importNames(imports map[string]*types.Package) map[string]string {
	names, taken := map[string]string{}, map[string]bool{}
	for _, p := range slices.Sorted(maps.Keys(imports)) {
		name := imports[p].Name()
		for rest := path.Dir(p); taken[name] || s.declares(name); rest = path.Dir(rest) {
			name = strings.Map(identifierRune, path.Base(rest)) + "_" + name
		}
		names[p], taken[name] = name, true
	}
	return names
}

func (s *stub) declares(name string) bool {
	return s.pkg.Scope().Lookup(name) != nil || types.Universe.Lookup(name) != nil
}

func identifierRune(r rune) rune {
	if r == '-' || r == '.' {
		return '_'
	}
	return r
}

func (s *stub) body(w *writer) {
	var consts, vars, funcs, typs []types.Object
	for _, name := range slices.Sorted(maps.Keys(s.kept)) {
		switch obj := s.pkg.Scope().Lookup(name); obj.(type) {
		case *types.Const:
			consts = append(consts, obj)
		case *types.Var:
			vars = append(vars, obj)
		case *types.Func:
			funcs = append(funcs, obj)
		case *types.TypeName:
			typs = append(typs, obj)
		}
	}
	for _, obj := range consts {
		w.constDecl(obj.(*types.Const), !s.vague[obj.Name()])
		w.WriteString("\n")
	}
	for _, obj := range vars {
		w.varDecl(obj.(*types.Var))
		w.WriteString("\n")
	}
	for _, obj := range funcs {
		w.funcDecl(obj.(*types.Func))
		w.WriteString("\n")
	}
	for _, obj := range typs {
		name := obj.(*types.TypeName)
		w.typeDecl(name, s.base.written[name], s.opaque[obj.Name()])
		w.WriteString("\n")
		for _, m := range s.methods[obj.Name()] {
			w.method(name, m)
			w.WriteString("\n")
		}
	}
}

func (s *stub) differsList() []byte {
	if len(s.differs) == 0 {
		return nil
	}
	var out bytes.Buffer
	line := ""
	for _, name := range slices.Sorted(maps.Keys(s.differs)) {
		if len(line)+len(name) > 110 {
			fmt.Fprintf(&out, "\n// differs: %s", line)
			line = ""
		}
		if line != "" {
			line += ", "
		}
		line += name
	}
	fmt.Fprintf(&out, "\n// differs: %s\n", line)
	return out.Bytes()
}
