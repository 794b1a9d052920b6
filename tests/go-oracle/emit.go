package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"
)

// emit prints all records of a package.
func (c *checked) emit(out *bufio.Writer) {
	fmt.Fprintf(out, "P\t%s\t%s\n", plain(c.ImportPath), c.Dir)
	for _, file := range c.files {
		e := &emitter{checked: c, out: out, roles: map[ast.Expr]string{}}
		e.file = c.fset.File(file.Pos())
		fmt.Fprintf(out, "F\t%s\n", e.file.Name())
		ast.PreorderStack(file, nil, e.visit)
	}
}

type emitter struct {
	*checked
	out  *bufio.Writer
	file *token.File
	// roles holds what an expression is used for: o the operand of a selector, m the receiver of a method call too.
	roles map[ast.Expr]string
}

func (e *emitter) visit(n ast.Node, stack []ast.Node) bool {
	switch n := n.(type) {
	case *ast.ImportSpec, *ast.CommentGroup:
		return false
	case *ast.SelectorExpr:
		if selection := e.info.Selections[n]; selection != nil && selection.Kind() != types.MethodExpr {
			e.roles[n.X] = "o"
			if call, ok := parent(stack).(*ast.CallExpr); ok && call.Fun == n && selection.Kind() == types.MethodVal {
				e.roles[n.X] = "om"
			}
		}
	case *ast.CallExpr:
		if name := e.callee(n); name != "" {
			fmt.Fprintf(e.out, "C\t%s\t%s\n", e.span(n), name)
		}
	case *ast.FuncDecl:
		if n.Body != nil {
			e.body(n.Body)
		}
	case *ast.FuncLit:
		e.body(n.Body)
	}
	if expr, ok := n.(ast.Expr); ok {
		e.expression(expr, parent(stack))
	}
	if id, ok := n.(*ast.Ident); ok {
		e.identifier(id, parent(stack))
	}
	return true
}

func parent(stack []ast.Node) ast.Node {
	if len(stack) == 0 {
		return nil
	}
	return stack[len(stack)-1]
}

func (e *emitter) span(n ast.Node) string {
	return fmt.Sprintf("%d\t%d", e.file.Offset(n.Pos()), e.file.Offset(n.End()))
}

// expression prints an expression: its kind is its node's, its flags are its roles and
// d for a name that is declared or a key, t for a type, c for a constant, n for nil; N, S, B tell of a number, a string, a truth value by its underlying type,
// P of a type parameter.
func (e *emitter) expression(expr ast.Expr, parent ast.Node) {
	var of types.Type
	flags := e.roles[expr]
	tv, ok := e.info.Types[expr]
	switch {
	case ok && (tv.IsBuiltin() || tv.IsVoid() && !isCall(expr)):
		return
	case ok:
		of = tv.Type
		if tv.IsType() {
			flags += "t"
		}
		if tv.Value != nil {
			flags += "c"
		}
		if tv.IsNil() {
			flags += "n"
		}
		if tuple, ok := of.(*types.Tuple); ok && !isCall(expr) {
			of = tuple.At(0).Type() // the comma-ok form of an expression with one value
		}
	default:
		id, ok := expr.(*ast.Ident)
		if !ok || id.Name == "_" {
			return
		}
		if selector, ok := parent.(*ast.SelectorExpr); ok && selector.Sel == id {
			return
		}
		switch obj := e.info.ObjectOf(id).(type) {
		case *types.Var, *types.Const:
			if v, ok := obj.(*types.Var); ok && v.IsField() && e.info.Defs[id] != nil {
				return
			}
			of = obj.Type()
		default:
			return
		}
		flags += "d"
	}
	flags += class(of)
	kind := strings.TrimPrefix(fmt.Sprintf("%T", expr), "*ast.")
	fmt.Fprintf(e.out, "E\t%s\t%s\t%s\t%d\n", e.span(expr), kind, flags, e.number(of))
	if tv.Value != nil && tv.Value.Kind() == constant.String {
		fmt.Fprintf(e.out, "S\t%s\t%q\n", e.span(expr), constant.StringVal(tv.Value))
	}
}

func class(of types.Type) string {
	if of == nil {
		return ""
	}
	if _, ok := types.Unalias(of).(*types.TypeParam); ok {
		return "P"
	}
	basic, ok := of.Underlying().(*types.Basic)
	switch {
	case !ok:
		return ""
	case basic.Info()&types.IsNumeric != 0:
		return "N"
	case basic.Info()&types.IsString != 0:
		return "S"
	case basic.Info()&types.IsBoolean != 0:
		return "B"
	}
	return ""
}

func isCall(expr ast.Expr) bool {
	call, ok := ast.Unparen(expr).(*ast.CallExpr)
	return ok && call != nil
}

// number prints a type at its first use.
func (e *emitter) number(of types.Type) int {
	text := e.text(of)
	n, ok := e.numbers[text]
	if !ok {
		n = len(e.numbers)
		e.numbers[text] = n
		fmt.Fprintf(e.out, "T\t%s\n", text)
	}
	return n
}

// identifier prints what a name stands for: a declaration of the package by file and offset, a package (p), something
// predeclared (u), something of another package (o), a field or method (f), or nothing (_).
func (e *emitter) identifier(id *ast.Ident, parent ast.Node) {
	what := ""
	named := e.info.Uses[id] // first, since the name of an embedded field is a use of the type's
	if named == nil {
		named = e.info.Defs[id]
	}
	switch obj := named.(type) {
	case nil:
		if id.Name == "_" {
			what = "_"
		} else if _, ok := parent.(*ast.File); ok {
			return
		} else {
			what = "d " + e.file.Name() + fmt.Sprintf(":%d", e.file.Offset(id.Pos())) // the name of a type switch
		}
	case *types.PkgName:
		what = "p " + plain(obj.Imported().Path())
	default:
		switch v, _ := obj.(*types.Var); {
		case id.Name == "_":
			what = "_"
		case obj.Pkg() == nil || obj.Pkg() == types.Unsafe:
			what = "u " + obj.Name()
			if obj.Parent() != types.Universe {
				what = "f"
			}
		case v != nil && v.IsField() || isMethod(obj):
			what = "f"
		case obj.Pkg() != e.pkg:
			what = "o " + plain(obj.Pkg().Path()) + " " + obj.Name()
		default:
			what = "d " + e.place(obj)
		}
	}
	fmt.Fprintf(e.out, "I\t%s\t%s\n", e.span(id), what)
}

func isMethod(obj types.Object) bool {
	f, ok := obj.(*types.Func)
	return ok && f.Signature().Recv() != nil
}

// callee is the full name of what a call calls: path.Func, path.Type.Method, or a predeclared function.
func (e *emitter) callee(call *ast.CallExpr) string {
	switch obj := typeutil.Callee(e.info, call).(type) {
	case *types.Builtin:
		if obj.Pkg() == types.Unsafe {
			return "unsafe." + obj.Name()
		}
		return obj.Name()
	case *types.Func:
		obj = obj.Origin()
		recv := obj.Signature().Recv()
		if recv == nil {
			return plain(obj.Pkg().Path()) + "." + obj.Name()
		}
		of := recv.Type()
		if pointer, ok := types.Unalias(of).(*types.Pointer); ok {
			of = pointer.Elem()
		}
		if named, ok := types.Unalias(of).(*types.Named); ok {
			owner := named.Obj()
			if owner.Pkg() == nil {
				return owner.Name() + "." + obj.Name()
			}
			if owner.Parent() != owner.Pkg().Scope() {
				return "interface." + obj.Name() // a type declared in a function has no other methods
			}
			return plain(owner.Pkg().Path()) + "." + owner.Name() + "." + obj.Name()
		}
		return "interface." + obj.Name()
	}
	return ""
}
