package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// An exitFinder resolves the jumps of one function by its labels.
type exitFinder struct {
	*emitter
	labels map[string]*ast.LabeledStmt
}

func (e *emitter) exitFinder(body *ast.BlockStmt) exitFinder {
	x := exitFinder{e, map[string]*ast.LabeledStmt{}}
	ast.Inspect(body, func(n ast.Node) bool {
		if labeled, ok := n.(*ast.LabeledStmt); ok {
			x.labels[labeled.Label.Name] = labeled
		}
		_, nested := n.(*ast.FuncLit)
		return !nested
	})
	return x
}

// exits are the offsets of the statements that leave a block or clause: returns, and jumps to somewhere else; those of
// calls of panic have a p before them.
func (x exitFinder) exits(region ast.Node) string {
	var all []string
	add := func(mark string, at ast.Node) {
		all = append(all, mark+fmt.Sprint(x.file.Offset(at.Pos())))
	}
	var stack []ast.Node
	ast.Inspect(region, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // Inspect does not tell of its end then
		case *ast.ReturnStmt:
			add("", n)
		case *ast.ExprStmt:
			if call, ok := n.X.(*ast.CallExpr); ok && x.panics(call) {
				add("p", n)
			}
		case *ast.BranchStmt:
			if x.leaves(n, region, stack) {
				add("", n)
			}
		}
		stack = append(stack, n)
		return true
	})
	return strings.Join(all, " ")
}

// leaves tells it of a jump below the region, by the nodes between the two.
func (x exitFinder) leaves(jump *ast.BranchStmt, region ast.Node, between []ast.Node) bool {
	if jump.Label != nil {
		target := x.labels[jump.Label.Name]
		return target.Pos() < region.Pos() || target.Pos() >= region.End()
	}
	for _, around := range between {
		switch around.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return false
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			if jump.Tok != token.CONTINUE {
				return false
			}
		}
	}
	return true
}
