package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"
)

// noReturn are the functions after which control does not come back; src/facts/flow/outcome.rs has the same.
var noReturn = []string{
	"os.Exit", "runtime.Goexit", "syscall.Exit",
	"log.Fatal", "log.Fatalf", "log.Fatalln", "log.Panic", "log.Panicf", "log.Panicln",
	"(*log.Logger).Fatal", "(*log.Logger).Fatalf", "(*log.Logger).Fatalln",
	"(*log.Logger).Panic", "(*log.Logger).Panicf", "(*log.Logger).Panicln",
	"(*testing.common).Fatal", "(*testing.common).Fatalf", "(*testing.common).FailNow",
	"(*testing.common).Skip", "(*testing.common).Skipf", "(*testing.common).SkipNow",
}

// askForMissingReturns lets the compiler say of every function whether its body ends in a terminating statement. It
// says so only of functions that have results, so a second check gives results to all others; whatever else it then
// complains about does not matter.
func (c *checked) askForMissingReturns(w *world) {
	var changed []*ast.FuncType
	give := func(of *ast.FuncType) {
		if of.Results == nil || len(of.Results.List) == 0 {
			of.Results = &ast.FieldList{List: []*ast.Field{{Names: []*ast.Ident{ast.NewIdent("_")}, Type: ast.NewIdent("int")}}}
			changed = append(changed, of)
		}
	}
	for _, file := range c.files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Body != nil {
					give(n.Type)
				}
			case *ast.FuncLit:
				give(n.Type)
			}
			return true
		})
	}
	config := w.config(c.listed, func(err error) {
		if err, ok := err.(types.Error); ok && strings.Contains(err.Msg, "missing return") {
			c.missing[err.Pos] = true
		}
	})
	_, _ = config.Check(c.ImportPath, w.fset, c.files, nil)
	for _, of := range changed {
		of.Results = nil
	}
}

func (e *emitter) mayReturn(call *ast.CallExpr) bool {
	switch obj := typeutil.Callee(e.info, call).(type) {
	case *types.Builtin:
		return obj.Name() != "panic"
	case *types.Func:
		return !slices.Contains(noReturn, obj.FullName())
	}
	return true
}

// body prints what is known of a function's control flow: of its body and each list in it whether it is terminating
// and whether control can get from its beginning to its end, and which statements leave it; of each statement whether it
// is terminating and whether it can run again; of each other node of the graph whether it can run again.
func (e *emitter) body(body *ast.BlockStmt) {
	if e.missing[body.Rbrace] == e.terminatingList(body.List) {
		panic(fmt.Sprintf("%s: the compiler thinks otherwise of its end", e.fset.Position(body.Pos())))
	}
	graph, exits := e.graph(body), e.exitFinder(body)
	lists(body, func(owner ast.Node, list *[]ast.Stmt) {
		kind := "L"
		if owner == body {
			kind = "B"
		}
		fmt.Fprintf(e.out, "%s\t%s\t%s %s\n", kind, e.span(owner),
			word(e.terminatingList(*list), "terminating", "open"), word(graph.reaches(owner), "reached", "unreached"))
		fmt.Fprintf(e.out, "X\t%s\t%s\n", e.span(owner), exits.exits(owner))
		for _, statement := range *list {
			fmt.Fprintf(e.out, "N\t%s\t%s %s\n", e.span(statement),
				word(e.terminating(statement, ""), "terminating", "open"), again(graph.cyclic[graph.before[statement]]))
		}
	})
	for _, block := range graph.Blocks {
		for _, node := range block.Nodes {
			synthetic := graph.marks[node] || graph.skipped[node] || block.Return() == node && node.Pos() == body.Rbrace
			if !synthetic {
				fmt.Fprintf(e.out, "G\t%s\t%s\n", e.span(step(node)), again(graph.cyclic[block]))
			}
		}
	}
}

// step is a node of the graph, or of the head of a type switch the value that it is about.
func step(node ast.Node) ast.Node {
	value := node
	switch node := node.(type) {
	case *ast.AssignStmt:
		value = node.Rhs[0]
	case *ast.ExprStmt:
		value = node.X
	}
	if assertion, ok := value.(*ast.TypeAssertExpr); ok && assertion.Type == nil {
		return assertion.X
	}
	return node
}

func again(cyclic bool) string {
	return word(cyclic, "again", "once")
}

func word(which bool, yes, no string) string {
	if which {
		return yes
	}
	return no
}
