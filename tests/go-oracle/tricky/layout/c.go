package layout

func text() string {
	return `{
}
type W struct{ Y string }

func cap(x string) string {
` + ""
}

type Q struct{ W }

var q = Q{}.X
