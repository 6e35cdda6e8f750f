package schema

import "github.com/bylaw-dev/bylaw/spec"

// Slot is a place that holds a value: a field, a parameter, a body. It decides between the value
// itself, Optional, Nullable, a pointer and nil.
type Slot struct {
	Go       string // "value.Optional[string]"
	Shape    *Shape
	Required bool
}

// Slot returns the place for a value of the schema. dflt is the value that stands for an absent
// one; nil: none.
func (t *Types) Slot(s *spec.Type, name string, required bool, dflt *spec.Value) *Slot {
	shape := t.Use(s, name)
	return &Slot{Go: shape.Go, Shape: shape, Required: required}
}

// Read returns the statements that read node with the reader r into dst.
func (s *Slot) Read(dst, node string) []string { return nil }

// Default returns the statements that give dst the declared default, to be run before anything is
// read; nil if there is none.
func (s *Slot) Default(dst string) []string { return nil }

// Write returns the statements that write src with the writer w. begin, such as w.Key("x"), is run
// only if there is something to write.
func (s *Slot) Write(src string, begin []string) []string { return nil }
