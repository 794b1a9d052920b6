package ends_test

import "gofix-pit/oracle/tricky/ends_test"

type T struct{ y string }

func helper() string { return "" }

func use() {
	t := ends.New()
	e := t.Extra()
	h := ends.Hook
	s := helper()
	var u T
	v := u.y
	_, _, _, _ = e, h, s, v
}
