package main

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// A writer prints types and declarations as Go source. go/types has its own printer, but that keeps parameter names
// (which may differ between platforms) and calls the methods of a receiver by no name at all.
type writer struct {
	strings.Builder
	qualify    func(*types.Package) string
	paramNames bool
	// used is told of every type name that the text mentions.
	used func(*types.TypeName)
	// broken is set when the text holds a type that could not be found out (one that comes from C).
	broken bool
}

func (w *writer) name(obj *types.TypeName) {
	if pkg := obj.Pkg(); pkg != nil {
		if w.used != nil {
			w.used(obj)
		}
		if q := w.qualify(pkg); q != "" {
			w.WriteString(q + ".")
		}
	}
	w.WriteString(obj.Name())
}

func (w *writer) typ(t types.Type) {
	switch t := t.(type) {
	case *types.Basic:
		switch t.Kind() {
		case types.Invalid:
			w.broken = true
			w.WriteString("invalid type")
		case types.UnsafePointer:
			w.name(types.Unsafe.Scope().Lookup("Pointer").(*types.TypeName))
		default:
			w.WriteString(t.Name())
		}
	case *types.Alias:
		w.name(t.Obj())
		w.typeArgs(t.TypeArgs())
	case *types.Named:
		w.name(t.Obj())
		w.typeArgs(t.TypeArgs())
	case *types.TypeParam:
		w.WriteString(t.Obj().Name())
	case *types.Pointer:
		w.WriteString("*")
		w.typ(t.Elem())
	case *types.Slice:
		w.WriteString("[]")
		w.typ(t.Elem())
	case *types.Array:
		fmt.Fprintf(w, "[%d]", t.Len())
		w.typ(t.Elem())
	case *types.Map:
		w.WriteString("map[")
		w.typ(t.Key())
		w.WriteString("]")
		w.typ(t.Elem())
	case *types.Chan:
		w.WriteString([]string{types.SendRecv: "chan ", types.SendOnly: "chan<- ", types.RecvOnly: "<-chan "}[t.Dir()])
		inner, ok := t.Elem().(*types.Chan)
		if ok && t.Dir() != types.SendOnly && inner.Dir() == types.RecvOnly {
			w.WriteString("(")
			w.typ(inner)
			w.WriteString(")")
		} else {
			w.typ(t.Elem())
		}
	case *types.Signature:
		w.WriteString("func")
		w.signature(t)
	case *types.Struct:
		// An anonymous struct is identical to another only if all fields and tags are: nothing is left out.
		w.WriteString("struct{")
		for i := range t.NumFields() {
			if i > 0 {
				w.WriteString("; ")
			}
			w.field(t.Field(i))
			if tag := t.Tag(i); tag != "" {
				w.WriteString(" " + strconv.Quote(tag))
			}
		}
		w.WriteString("}")
	case *types.Interface:
		if t.IsImplicit() && t.NumEmbeddeds() == 1 && t.NumExplicitMethods() == 0 {
			w.typ(t.EmbeddedType(0))
			return
		}
		w.WriteString("interface{")
		w.WriteString(strings.Join(w.elements(t), "; "))
		w.WriteString("}")
	case *types.Union:
		for i := range t.Len() {
			if i > 0 {
				w.WriteString(" | ")
			}
			if t.Term(i).Tilde() {
				w.WriteString("~")
			}
			w.typ(t.Term(i).Type())
		}
	default:
		panic(fmt.Sprintf("stubgen cannot print %T", t))
	}
}

// sub gives the text of what f prints, apart.
func (w *writer) sub(f func(*writer)) string {
	inner := &writer{qualify: w.qualify, paramNames: w.paramNames, used: w.used}
	f(inner)
	w.broken = w.broken || inner.broken
	return inner.String()
}

func (w *writer) elements(t *types.Interface) []string {
	var embedded, methods []string
	for i := range t.NumEmbeddeds() {
		embedded = append(embedded, w.sub(func(w *writer) { w.typ(t.EmbeddedType(i)) }))
	}
	for i := range t.NumExplicitMethods() {
		m := t.ExplicitMethod(i)
		methods = append(methods, w.sub(func(w *writer) {
			w.WriteString(m.Name())
			w.signature(m.Signature())
		}))
	}
	slices.Sort(methods)
	return append(embedded, methods...)
}

func (w *writer) field(f *types.Var) {
	if !f.Embedded() {
		w.WriteString(f.Name() + " ")
	}
	w.typ(f.Type())
}

func (w *writer) typeArgs(list *types.TypeList) {
	if list.Len() == 0 {
		return
	}
	w.WriteString("[")
	for i := range list.Len() {
		if i > 0 {
			w.WriteString(", ")
		}
		w.typ(list.At(i))
	}
	w.WriteString("]")
}

func (w *writer) typeParams(list *types.TypeParamList) {
	if list.Len() == 0 {
		return
	}
	w.WriteString("[")
	for i := range list.Len() {
		if i > 0 {
			w.WriteString(", ")
		}
		w.WriteString(list.At(i).Obj().Name())
		if i+1 < list.Len() && list.At(i).Constraint() == list.At(i+1).Constraint() {
			continue // [K, V any], as it was written
		}
		w.WriteString(" ")
		constraint := w.sub(func(w *writer) { w.typ(list.At(i).Constraint()) })
		if list.Len() == 1 && strings.HasPrefix(constraint, "*") {
			constraint = "interface{" + constraint + "}" // [P *T] would read as an array length
		}
		w.WriteString(constraint)
	}
	w.WriteString("]")
}

func (w *writer) signature(sig *types.Signature) {
	w.typeParams(sig.TypeParams())
	w.tuple(sig.Params(), sig.Variadic())
	results := sig.Results()
	switch {
	case results.Len() == 0:
	case results.Len() == 1 && (results.At(0).Name() == "" || !w.paramNames):
		w.WriteString(" ")
		w.typ(results.At(0).Type())
	default:
		w.WriteString(" ")
		w.tuple(results, false)
	}
}

func (w *writer) tuple(vars *types.Tuple, variadic bool) {
	w.WriteString("(")
	for i := range vars.Len() {
		if i > 0 {
			w.WriteString(", ")
		}
		v := vars.At(i)
		if w.paramNames && v.Name() != "" {
			w.WriteString(v.Name() + " ")
		}
		if variadic && i == vars.Len()-1 {
			w.WriteString("...")
			w.typ(v.Type().(*types.Slice).Elem())
		} else {
			w.typ(v.Type())
		}
	}
	w.WriteString(")")
}

// typeDecl prints a type declaration. opaque says that the struct has fields that are left out.
func (w *writer) typeDecl(obj *types.TypeName, written types.Type, opaque bool) {
	w.WriteString("type " + obj.Name())
	if alias, ok := obj.Type().(*types.Alias); ok {
		w.typeParams(alias.TypeParams())
		w.WriteString(" = ")
		w.typ(alias.Rhs())
		return
	}
	w.typeParams(obj.Type().(*types.Named).TypeParams())
	w.WriteString(" ")
	switch t := written.(type) {
	case *types.Struct:
		var fields []string
		for i := range t.NumFields() {
			if f := t.Field(i); visible(f) {
				fields = append(fields, w.sub(func(w *writer) { w.field(f) }))
			}
		}
		if opaque {
			fields = append(fields, "_ struct{}")
		}
		w.block("struct", fields)
	case *types.Interface:
		w.block("interface", w.elements(t))
	default:
		w.typ(t)
	}
}

func (w *writer) block(keyword string, lines []string) {
	switch len(lines) {
	case 0:
		w.WriteString(keyword + "{}")
	case 1:
		w.WriteString(keyword + "{ " + lines[0] + " }")
	default:
		w.WriteString(keyword + " {\n\t" + strings.Join(lines, "\n\t") + "\n}")
	}
}

// visible says whether a field of a named struct is in its stub: exported ones, and embedded ones, which promote.
func visible(f *types.Var) bool { return f.Exported() || f.Embedded() }

// hides says whether a struct has fields that its stub leaves out.
func hides(written types.Type) bool {
	st, ok := written.(*types.Struct)
	if !ok {
		return false
	}
	for i := range st.NumFields() {
		if !visible(st.Field(i)) {
			return true
		}
	}
	return false
}

func (w *writer) funcDecl(f *types.Func) {
	w.WriteString("func " + f.Name())
	w.signature(f.Signature())
}

// method prints a method without a name for its receiver: no parameter can clash with it then.
func (w *writer) method(recv *types.TypeName, f *types.Func) {
	sig := f.Signature()
	w.WriteString("func (")
	if _, ok := types.Unalias(sig.Recv().Type()).(*types.Pointer); ok {
		w.WriteString("*")
	}
	w.WriteString(recv.Name())
	if list := sig.RecvTypeParams(); list.Len() > 0 {
		names := make([]string, list.Len())
		for i := range names {
			names[i] = list.At(i).Obj().Name()
		}
		w.WriteString("[" + strings.Join(names, ", ") + "]")
	}
	w.WriteString(") " + f.Name())
	w.signature(sig)
}

func (w *writer) varDecl(v *types.Var) {
	w.WriteString("var " + v.Name() + " ")
	w.typ(v.Type())
}

// constDecl prints a constant; one whose value is not known everywhere has `_` for it.
func (w *writer) constDecl(c *types.Const, sameValue bool) {
	w.WriteString("const " + c.Name())
	basic, _ := c.Type().(*types.Basic)
	untyped := basic != nil && basic.Info()&types.IsUntyped != 0
	if !untyped {
		w.WriteString(" ")
		w.typ(c.Type())
	}
	text := ""
	if sameValue {
		text = literal(c, untyped)
	}
	if text != "" {
		w.WriteString(" = " + text)
	} else if w.WriteString(" = _"); untyped {
		w.WriteString(" // " + basic.Name())
	}
}

const longestString = 4096

// literal gives the source of a constant's value, of the same kind if it is untyped; "" if there is no short one.
func literal(c *types.Const, untyped bool) string {
	value := c.Val()
	if untyped {
		switch c.Type().(*types.Basic).Kind() {
		case types.UntypedRune:
			if n, ok := constant.Int64Val(constant.ToInt(value)); ok && n >= 0 && n <= 0x10FFFF && (n < 0xD800 || n > 0xDFFF) {
				return strconv.QuoteRuneToASCII(rune(n))
			}
			return ""
		case types.UntypedFloat:
			return float(constant.ToFloat(value))
		case types.UntypedInt:
			value = constant.ToInt(value)
		}
	}
	switch value.Kind() {
	case constant.Bool:
		return value.String()
	case constant.String:
		if s := constant.StringVal(value); len(s) <= longestString {
			return strconv.Quote(s)
		}
	case constant.Int:
		if s := value.ExactString(); len(s) <= 100 {
			return s
		}
	case constant.Float:
		return float(value)
	}
	return ""
}

func float(value constant.Value) string {
	num, ok1 := new(big.Float).SetPrec(600).SetString(constant.Num(value).ExactString())
	den, ok2 := new(big.Float).SetPrec(600).SetString(constant.Denom(value).ExactString())
	if !ok1 || !ok2 {
		return ""
	}
	f := new(big.Float).SetPrec(600).Quo(num, den)
	for _, s := range []string{f.Text('g', 20), f.Text('g', 80), f.Text('p', 0)} {
		if !strings.ContainsAny(s, ".ep") {
			s += ".0"
		}
		if back := constant.MakeFromLiteral(s, token.FLOAT, 0); back.Kind() != constant.Unknown && constant.Compare(back, token.EQL, value) {
			return s
		}
	}
	return ""
}
