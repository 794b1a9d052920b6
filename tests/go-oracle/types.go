package main

import (
	"fmt"
	"go/types"
	"sort"
	"strconv"
	"strings"
)

// text is a type in the form that both sides of the comparison write: aliases followed, full import paths, the fields of
// structs in order and with their tags, the methods of interfaces by name, a local type with the place of its name.
func (c *checked) text(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		switch t.Name() {
		case "byte":
			return "uint8"
		case "rune":
			return "int32"
		case "Pointer":
			return "unsafe.Pointer"
		}
		return t.Name()
	case *types.Named:
		obj := t.Obj()
		name := obj.Name()
		if obj.Pkg() != nil {
			if obj.Parent() == obj.Pkg().Scope() {
				name = plain(obj.Pkg().Path()) + "." + name
			} else {
				name += "@" + c.place(obj)
			}
		}
		if args := t.TypeArgs(); args.Len() > 0 {
			var all []string
			for arg := range args.Types() {
				all = append(all, c.text(arg))
			}
			name += "[" + strings.Join(all, ",") + "]"
		}
		return name
	case *types.TypeParam:
		return t.Obj().Name()
	case *types.Pointer:
		return "*" + c.text(t.Elem())
	case *types.Slice:
		return "[]" + c.text(t.Elem())
	case *types.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), c.text(t.Elem()))
	case *types.Map:
		return "map[" + c.text(t.Key()) + "]" + c.text(t.Elem())
	case *types.Chan:
		return map[types.ChanDir]string{types.SendRecv: "chan ", types.RecvOnly: "<-chan ", types.SendOnly: "chan<- "}[t.Dir()] + c.text(t.Elem())
	case *types.Signature:
		return "func" + c.signature(t)
	case *types.Tuple:
		return c.tuple(t, false)
	case *types.Struct:
		var fields []string
		for i := range t.NumFields() {
			field := id(t.Field(i)) + " " + c.text(t.Field(i).Type())
			if tag := t.Tag(i); tag != "" {
				field += " " + strconv.Quote(tag)
			}
			fields = append(fields, field)
		}
		return "struct{" + strings.Join(fields, "; ") + "}"
	case *types.Interface:
		return c.members(t)
	case *types.Union:
		var terms []string
		for term := range t.Terms() {
			tilde := ""
			if term.Tilde() {
				tilde = "~"
			}
			terms = append(terms, tilde+c.text(term.Type()))
		}
		return strings.Join(terms, "|")
	case nil:
		return "()"
	}
	return "?"
}

// id is what tells a field or method from others: for one that isn't exported that is also its package.
func id(member types.Object) string {
	if member.Exported() {
		return member.Name()
	}
	return plain(member.Pkg().Path()) + "." + member.Name()
}

func (c *checked) members(t *types.Interface) string {
	if t.NumExplicitMethods() == 0 && t.NumEmbeddeds() == 0 {
		return "any"
	}
	var methods, embedded []string
	for method := range t.ExplicitMethods() {
		methods = append(methods, id(method)+" "+c.text(method.Type()))
	}
	sort.Strings(methods)
	for other := range t.EmbeddedTypes() {
		embedded = append(embedded, "+"+c.text(other))
	}
	return "interface{" + strings.Join(append(methods, embedded...), "; ") + "}"
}

func (c *checked) signature(t *types.Signature) string {
	text := c.tuple(t.Params(), t.Variadic())
	switch t.Results().Len() {
	case 0:
		return text
	case 1:
		return text + " " + c.text(t.Results().At(0).Type())
	}
	return text + " " + c.tuple(t.Results(), false)
}

func (c *checked) tuple(t *types.Tuple, variadic bool) string {
	var all []string
	for i := range t.Len() {
		of := t.At(i).Type()
		text := c.text(of)
		if slice, ok := types.Unalias(of).(*types.Slice); ok && variadic && i == t.Len()-1 {
			text = "..." + c.text(slice.Elem())
		}
		all = append(all, text)
	}
	return "(" + strings.Join(all, ", ") + ")"
}

// place is the file and offset of a declared name.
func (c *checked) place(obj types.Object) string {
	position := c.fset.PositionFor(obj.Pos(), false)
	return fmt.Sprintf("%s:%d", position.Filename, position.Offset)
}
