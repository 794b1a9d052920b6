// Package second has a version for the last element of its path.
package second

var V = struct{ X []error }{}
