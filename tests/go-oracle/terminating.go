package main

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// Terminating statements, written from the specification ("Terminating statements"), since go/types keeps its own to
// itself. Of function bodies the compiler tells too, and body holds the two together.

func (e *emitter) terminatingList(list []ast.Stmt) bool {
	for len(list) > 0 {
		if _, empty := list[len(list)-1].(*ast.EmptyStmt); !empty {
			return e.terminating(list[len(list)-1], "")
		}
		list = list[:len(list)-1]
	}
	return false
}

// terminating says it of a statement, which has that label if there is one.
func (e *emitter) terminating(of ast.Stmt, label string) bool {
	switch s := of.(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok == token.GOTO
	case *ast.ExprStmt:
		call, ok := ast.Unparen(s.X).(*ast.CallExpr)
		return ok && e.panics(call)
	case *ast.BlockStmt:
		return e.terminatingList(s.List)
	case *ast.IfStmt:
		return s.Else != nil && e.terminatingList(s.Body.List) && e.terminating(s.Else, "")
	case *ast.ForStmt:
		return s.Cond == nil && !breaks(s.Body, label, true)
	case *ast.SwitchStmt:
		return e.terminatingClauses(s.Body, label)
	case *ast.TypeSwitchStmt:
		return e.terminatingClauses(s.Body, label)
	case *ast.SelectStmt:
		for _, clause := range s.Body.List {
			if !e.terminatingList(clause.(*ast.CommClause).Body) {
				return false
			}
		}
		return !breaks(s.Body, label, true)
	case *ast.LabeledStmt:
		return e.terminating(s.Stmt, s.Label.Name)
	}
	return false
}

func (e *emitter) panics(call *ast.CallExpr) bool {
	builtin, ok := typeutil.Callee(e.info, call).(*types.Builtin)
	return ok && builtin.Name() == "panic"
}

func (e *emitter) terminatingClauses(body *ast.BlockStmt, label string) bool {
	hasDefault := false
	for _, clause := range body.List {
		clause := clause.(*ast.CaseClause)
		hasDefault = hasDefault || clause.List == nil
		if !e.terminatingList(clause.Body) && !endsInFallthrough(clause.Body) {
			return false
		}
	}
	return hasDefault && !breaks(body, label, true)
}

func endsInFallthrough(list []ast.Stmt) bool {
	for len(list) > 0 {
		last := list[len(list)-1]
		for {
			labeled, ok := last.(*ast.LabeledStmt)
			if !ok {
				break
			}
			last = labeled.Stmt
		}
		switch s := last.(type) {
		case *ast.EmptyStmt:
			list = list[:len(list)-1]
		case *ast.BranchStmt:
			return s.Tok == token.FALLTHROUGH
		default:
			return false
		}
	}
	return false
}

// breaks tells whether a statement has a break with that label or, if implicit, one without a label that is about what
// stands around it.
func breaks(in ast.Stmt, label string, implicit bool) bool {
	found := false
	ast.Inspect(in, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			if n.Tok == token.BREAK {
				found = found || n.Label == nil && implicit || n.Label != nil && n.Label.Name == label
			}
		case *ast.ForStmt:
			found = found || breaks(n.Body, label, false)
			return false
		case *ast.RangeStmt:
			found = found || breaks(n.Body, label, false)
			return false
		case *ast.SwitchStmt:
			found = found || breaks(n.Body, label, false)
			return false
		case *ast.TypeSwitchStmt:
			found = found || breaks(n.Body, label, false)
			return false
		case *ast.SelectStmt:
			found = found || breaks(n.Body, label, false)
			return false
		}
		return !found
	})
	return found
}
