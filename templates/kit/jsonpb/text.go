package jsonpb

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Text reads the texts of one query parameter or path variable into the field of m that path names, by json or proto
// names: filter.minTotal. Violations have the path by proto names and no Location. A path that m doesn't have is
// unknown_field, and nothing at all with o.DiscardUnknown.
func Text(m protoreflect.Message, path string, texts []string, o Options) []errors.Violation {
	var t Texts
	t.Reset(m, o)
	t.Set(path, texts, "")
	return t.Violations()
}

// Texts reads many parameters into one message, and sees when two of them mean the same field.
type Texts struct {
	found []errors.Violation
}

// Reset makes t ready to fill m.
func (t *Texts) Reset(m protoreflect.Message, o Options) { *t = Texts{} }

// Set reads the texts of one parameter. in becomes the Location of its violations. False: the path is unknown or
// something was wrong.
func (t *Texts) Set(path string, texts []string, in errors.Location) bool { return false }

// Violations gives what is wrong, in the order of the calls.
func (t *Texts) Violations() []errors.Violation { return t.found }

// Parameter is a field in the form that a query has for it.
type Parameter struct {
	Name  string // by json names: filter.minTotal
	Texts []string
}

// AppendText gives the texts of the field that path names (by json or proto names), one unless it is repeated; none if
// it isn't set. False: it is unknown, or has no form as text (a map, a message that isn't written as a string).
func AppendText(m protoreflect.Message, path string) ([]string, bool) { return nil, false }

// Parameters lists the fields that are set, in the order of the descriptor, but for those at or below the paths (by
// proto names) of except. The error names a field that a query can't hold.
func Parameters(m protoreflect.Message, except []string, o Options) ([]Parameter, error) {
	return nil, nil
}
