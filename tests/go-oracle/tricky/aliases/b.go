package aliases

func elsewhere(t T, e E, v error, p Pair[int]) {
	x := t.X
	y := e.Close()
	z := v.Error()
	w := p[0]
	_, _, _, _ = x, y, z, w
}
