// A DSN whose parameters are spelled in another case than the driver's: what the driver makes of them.
//
// before: timeout 0s, readTimeout 0s, parseTime false, sent to the server: 3
//
// after: timeout 3s, readTimeout 1m0s, parseTime true, sent to the server: 0
package main

import (
	"fmt"

	"github.com/go-sql-driver/mysql"
)

func main() {
	config, err := mysql.ParseDSN("app:secret@tcp(db)/shop?Timeout=3s&readtimeout=60s&parsetime=true")
	if err != nil {
		panic(err)
	}
	fmt.Printf("timeout %v, readTimeout %v, parseTime %v, sent to the server: %d\n",
		config.Timeout, config.ReadTimeout, config.ParseTime, len(config.Params))
}
