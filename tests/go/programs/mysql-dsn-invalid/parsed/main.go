// DSNs that the driver refuses: what it says of each, and what it makes of those that take their place.
//
// before: size: strconv.Atoi: parsing "64M": invalid syntax
// before: unit: time: missing unit in duration "5"
// before: zone: invalid DSN: did you forget to escape a param value?
//
// after: size: 67108864 bytes
// after: unit: 5s
// after: zone: Asia/Tokyo
package main

import (
	"fmt"

	"github.com/go-sql-driver/mysql"
)

func show(name string, value any, err error) {
	if err != nil {
		value = err
	}
	fmt.Printf("%s: %v\n", name, value)
}

func main() {
	size, err := mysql.ParseDSN("app:secret@tcp(db)/shop?maxAllowedPacket=64M")
	if err == nil {
		fmt.Printf("size: %d bytes\n", size.MaxAllowedPacket)
	} else {
		show("size", nil, err)
	}
	unit, err := mysql.ParseDSN("app:secret@tcp(db)/shop?timeout=5")
	if err == nil {
		show("unit", unit.Timeout, nil)
	} else {
		show("unit", nil, err)
	}
	zone, err := mysql.ParseDSN("app:secret@tcp(db)/shop?loc=Asia/Tokyo")
	if err == nil {
		show("zone", zone.Loc, nil)
	} else {
		show("zone", nil, err)
	}
}
