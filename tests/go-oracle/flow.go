package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/cfg"
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

// body prints two verdicts on a function's body: whether its statements are a terminating list (the compiler's), and
// whether its end can be reached (by the control flow graph).
func (e *emitter) body(body *ast.BlockStmt) {
	graph := cfg.New(body, e.mayReturn)
	reached := false
	for _, block := range graph.Blocks {
		// Where control falls off the end, the graph has a return of its own at the closing brace.
		if end := block.Return(); block.Live && end != nil && end.Pos() == body.Rbrace {
			reached = true
		}
	}
	fmt.Fprintf(e.out, "B\t%s\t%s %s\n", e.span(body), word(e.missing[body.Rbrace], "open", "terminating"), word(reached, "reached", "unreached"))
}

func word(which bool, yes, no string) string {
	if which {
		return yes
	}
	return no
}
