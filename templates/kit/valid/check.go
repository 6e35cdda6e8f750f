package valid

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
)

// Checker validates messages. It may be used by several goroutines at once.
type Checker struct {
	runtime Runtime
	now     func() time.Time
	pool    sync.Pool
}

// NewChecker returns a Checker that asks a run time for what isn't compiled (nil: messages that need one
// are refused with an error), and now for the time (nil: time.Now).
func NewChecker(runtime Runtime, now func() time.Time) *Checker {
	if now == nil {
		now = time.Now
	}
	return &Checker{runtime: runtime, now: now}
}

// Check returns nil if m keeps its rules, an *Error if it breaks some, and any other error if they can't
// be evaluated. A message whose rules aren't compiled is the run time's.
func (c *Checker) Check(m proto.Message) error {
	v, _ := c.pool.Get().(*Violations)
	if v == nil {
		v = c.Start()
	}
	v.Check(m)
	err := v.Err()
	*v = Violations{runtime: c.runtime, now: c.now, room: v.room}
	c.pool.Put(v)
	return err
}

// Start returns an empty collection, for those who want to know more of it than Check tells.
func (c *Checker) Start() *Violations { return &Violations{runtime: c.runtime, now: c.now} }

// Check reports what m breaks of its rules.
func (v *Violations) Check(m proto.Message) {
	if ruled, ok := m.(Ruled); ok {
		ruled.CheckRules(v)
	} else {
		v.All(m)
	}
}

// ErrNotUTF8 is why a pattern can't be held against bytes.
var ErrNotUTF8 = errors.New("must be valid UTF-8 to apply regexp")

// Error lists all rules that a message breaks, in the order of its fields.
type Error struct{ Violations []*Violation }

// Error returns the violations with their paths, a line each.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("validation error:")
	for _, one := range e.Violations {
		b.WriteString("\n - ")
		if path := one.Field(); path != "" {
			b.WriteString(path + ": ")
		}
		b.WriteString(one.Message)
	}
	return b.String()
}

// ToProto returns the violations as protovalidate's message.
func (e *Error) ToProto() *validate.Violations {
	all := make([]*validate.Violation, len(e.Violations))
	for i, one := range e.Violations {
		all[i] = one.Proto()
	}
	return validate.Violations_builder{Violations: all}.Build()
}

// Path spells a path of protovalidate's as Field does.
func Path(p *validate.FieldPath) string {
	var b strings.Builder
	for i, e := range p.GetElements() {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(e.GetFieldName() + subscriptOf(e))
	}
	return b.String()
}

func subscriptOf(e *validate.FieldPathElement) string {
	switch e.WhichSubscript() {
	case validate.FieldPathElement_Index_case:
		return "[" + strconv.FormatUint(e.GetIndex(), 10) + "]"
	case validate.FieldPathElement_BoolKey_case:
		return "[" + strconv.FormatBool(e.GetBoolKey()) + "]"
	case validate.FieldPathElement_IntKey_case:
		return "[" + strconv.FormatInt(e.GetIntKey(), 10) + "]"
	case validate.FieldPathElement_UintKey_case:
		return "[" + strconv.FormatUint(e.GetUintKey(), 10) + "]"
	case validate.FieldPathElement_StringKey_case:
		return "[" + strconv.Quote(e.GetStringKey()) + "]"
	}
	return ""
}
