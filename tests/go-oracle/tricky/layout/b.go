package layout

func init() {
	}
	func len(a any) string { return "" }
	func (t *T) TryLock() int {
	return 1
}
func init() { _ = 1 }; func cap(a []int) bool { return "}" == `
}
` }

func init() {
	_ = '{'
	_ = "{"; /* { */ // {
	}; func min(a, b struct{ x int }) interface { m() } {
 return nil }
