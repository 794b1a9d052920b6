package builds

import "log"

func init() { log.Println(name()) }

func name() string { return "" }
