package main

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/cfg"
)

// A graph is a function's control flow graph in which one can find statements and the ends of their lists: the graph
// itself knows only simple statements and expressions. For that, empty statements are put into all lists while it is
// made: one ahead of each statement and one at the end.
type graph struct {
	*cfg.CFG
	// before holds the block in which a statement begins.
	before map[ast.Stmt]*cfg.Block
	// first and last hold the blocks in which a list begins and ends, by its block or clause.
	first, last map[ast.Node]*cfg.Block
	// cyclic holds the blocks that lie on a cycle.
	cyclic map[*cfg.Block]bool
	// skipped are the nodes that the graph has at another place than the language: variables of a range, which are
	// assigned in each iteration, stand ahead of the loop.
	skipped map[ast.Node]bool
	marks   map[ast.Node]bool
}

func (e *emitter) graph(body *ast.BlockStmt) *graph {
	g := &graph{
		before: map[ast.Stmt]*cfg.Block{}, first: map[ast.Node]*cfg.Block{}, last: map[ast.Node]*cfg.Block{},
		skipped: map[ast.Node]bool{}, marks: map[ast.Node]bool{},
	}
	mark := func() ast.Stmt {
		m := &ast.EmptyStmt{}
		g.marks[m] = true
		return m
	}
	original := map[*[]ast.Stmt][]ast.Stmt{}
	starts, ends, statements := map[ast.Node]ast.Node{}, map[ast.Node]ast.Node{}, map[ast.Node]ast.Stmt{}
	lists(body, func(owner ast.Node, list *[]ast.Stmt) {
		marked := []ast.Stmt{mark()}
		starts[marked[0]] = owner
		for _, statement := range *list {
			m := mark()
			statements[m] = statement
			marked = append(marked, m, statement)
		}
		m := mark()
		ends[m] = owner
		original[list] = *list
		*list = append(marked, m)
	})
	ast.Inspect(body, func(n ast.Node) bool {
		if loop, ok := n.(*ast.RangeStmt); ok {
			g.skipped[loop.Key], g.skipped[loop.Value] = true, true
		}
		return true
	})
	g.CFG = cfg.New(body, e.mayReturn)
	for list, as := range original {
		*list = as
	}
	for _, block := range g.Blocks {
		for _, node := range block.Nodes {
			if owner := starts[node]; owner != nil {
				g.first[owner] = block
			}
			if owner := ends[node]; owner != nil {
				g.last[owner] = block
			}
			if statement := statements[node]; statement != nil {
				g.before[statement] = block
			}
		}
	}
	for _, block := range g.Blocks {
		// A jump to a label gets behind the mark.
		if labeled, ok := block.Stmt.(*ast.LabeledStmt); ok && block.Kind == cfg.KindLabel {
			g.before[labeled] = block
		}
	}
	g.cyclic = cyclic(g.Blocks)
	return g
}

// lists visits all statement lists of a function, outer ones first, with the blocks and clauses that they make up.
func lists(body *ast.BlockStmt, visit func(owner ast.Node, list *[]ast.Stmt)) {
	ofClauses := map[ast.Node]bool{}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.SwitchStmt:
			ofClauses[n.Body] = true
		case *ast.TypeSwitchStmt:
			ofClauses[n.Body] = true
		case *ast.SelectStmt:
			ofClauses[n.Body] = true
		case *ast.BlockStmt:
			if !ofClauses[n] {
				visit(n, &n.List)
			}
		case *ast.CaseClause:
			visit(n, &n.Body)
		case *ast.CommClause:
			visit(n, &n.Body)
		}
		return true
	})
}

// reaches tells whether control can get from the beginning of a list to its end.
func (g *graph) reaches(owner ast.Node) bool {
	seen := map[*cfg.Block]bool{}
	next := []*cfg.Block{g.first[owner]}
	for len(next) > 0 {
		block := next[len(next)-1]
		next = next[:len(next)-1]
		if block == g.last[owner] {
			return true
		}
		if !seen[block] {
			seen[block] = true
			next = append(next, block.Succs...)
		}
	}
	return false
}

// cyclic are the blocks that control can reach again from themselves (Tarjan's strongly connected components).
func cyclic(blocks []*cfg.Block) map[*cfg.Block]bool {
	found := map[*cfg.Block]bool{}
	index, low := map[*cfg.Block]int{}, map[*cfg.Block]int{}
	open := map[*cfg.Block]bool{}
	var stack []*cfg.Block
	var visit func(*cfg.Block)
	visit = func(block *cfg.Block) {
		index[block] = len(index) + 1
		low[block] = index[block]
		stack = append(stack, block)
		open[block] = true
		for _, next := range block.Succs {
			if index[next] == 0 {
				visit(next)
				low[block] = min(low[block], low[next])
			} else if open[next] {
				low[block] = min(low[block], index[next])
			}
		}
		if low[block] != index[block] {
			return
		}
		at := slices.Index(stack, block)
		component := stack[at:]
		for _, member := range component {
			open[member] = false
			found[member] = len(component) > 1 || slices.Contains(member.Succs, member)
		}
		stack = stack[:at]
	}
	for _, block := range blocks {
		if index[block] == 0 {
			visit(block)
		}
	}
	return found
}
