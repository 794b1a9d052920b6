// Package uses imports the others by names that their paths do not tell.
package uses

import (
	"gofix-pit/oracle/tricky/dep-go"
	"gofix-pit/oracle/tricky/ends_test"
	"gofix-pit/oracle/tricky/inner/v2"
)

func use() {
	d := gox.New()
	x := d.Lock()
	y := second.V.X
	z := ends.New().X
	_, _, _ = x, y, z
}
