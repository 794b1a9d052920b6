package ends

func (t *T) Extra() []int { return nil }

var Hook = "x"

var _ = helper()
