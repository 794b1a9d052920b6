// The same with gin.
//
// run: stop
//
// before: client: EOF
// before: server: signal: terminated
//
// after: client: 200 done
// after: server: exit status 0
package main

import (
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"
)

func main() {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.GET("/slow", func(c *gin.Context) {
		time.Sleep(time.Second)
		c.String(http.StatusOK, "done")
	})
	r.Run(os.Getenv("ADDR"))
}
