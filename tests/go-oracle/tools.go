//go:build modules

// The modules that the comparison is run over, so that go.mod pins them.
package main

import (
	_ "github.com/caddyserver/certmagic"
	_ "github.com/hibiken/asynq"
)
