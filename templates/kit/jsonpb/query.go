package jsonpb

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// Parameter is a field in the form that a query has for it.
type Parameter struct {
	Name  string // by json names: filter.minTotal
	Texts []string
}

// AppendText gives the texts of the field that path names (by json or proto names), one unless it is repeated; none if
// it isn't set. False: it is unknown, or has no form as text (a map, a message that isn't written as a string), or its
// value has none (a date beyond the year 9999).
func AppendText(m protoreflect.Message, path string) ([]string, bool) {
	l := locate(m.Descriptor(), path, mostNested)
	if l.code != "" {
		return nil, false
	}
	last := len(l.fields) - 1
	for _, fd := range l.fields[:last] {
		m = m.Get(fd).Message() // an empty message where it isn't set
	}
	if !m.Has(l.fields[last]) {
		return nil, true
	}
	texts, err := textsOf(m, l.fields[last])
	return texts, err == nil
}

// Parameters lists the fields that are set, in the order of their declaration, but for those at or below the paths (by
// proto names) of except. The error names a field that a query can't hold. Messages that are set but empty are lost, as
// a query has no form for them.
func Parameters(m protoreflect.Message, except []string, o Options) ([]Parameter, error) {
	q := query{except: except, protoNames: o.UseProtoNames}
	err := q.message(m, "", "")
	return q.all, err
}

type query struct {
	all        []Parameter
	except     []string
	protoNames bool
}

// message lists the fields of a message that has that name in the query and that path by proto names, both empty or
// ending in a dot.
func (q *query) message(m protoreflect.Message, name, path string) error {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		if !m.Has(fd) || slices.Contains(q.except, path+string(fd.Name())) {
			continue
		}
		if err := q.field(m, fd, name, path+string(fd.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (q *query) field(m protoreflect.Message, fd protoreflect.FieldDescriptor, name, path string) error {
	if q.protoNames {
		name += fd.TextName()
	} else {
		name += fd.JSONName()
	}
	if strings.Count(path, ".") >= mostNested {
		return fmt.Errorf("%s is nested too deeply for a query", path)
	}
	if isNested(fd) {
		return q.message(m.Get(fd).Message(), name+".", path+".")
	}
	if p := suitable(fd); p.code != "" {
		return fmt.Errorf("%s %s", path, p.description)
	}
	texts, err := textsOf(m, fd)
	if err != nil {
		return fmt.Errorf("%s %w", path, err)
	}
	q.all = append(q.all, Parameter{name, texts})
	return nil
}

// textsOf writes a field that is set.
func textsOf(m protoreflect.Message, fd protoreflect.FieldDescriptor) ([]string, error) {
	v := m.Get(fd)
	if !fd.IsList() {
		text, err := textFrom(v, fd)
		return []string{text}, err
	}
	list := v.List()
	texts := make([]string, list.Len())
	for i := range texts {
		text, err := textFrom(list.Get(i), fd)
		if err != nil {
			return nil, err
		}
		texts[i] = text
	}
	return texts, nil
}

// textFrom writes a scalar, an enum value or a message that is one text.
func textFrom(v protoreflect.Value, fd protoreflect.FieldDescriptor) (string, error) {
	switch fd.Kind() {
	case protoreflect.BytesKind:
		return base64.URLEncoding.EncodeToString(v.Bytes()), nil
	case protoreflect.EnumKind:
		if value := fd.Enum().Values().ByNumber(v.Enum()); value != nil {
			return string(value.Name()), nil
		}
		return strconv.Itoa(int(v.Enum())), nil
	case protoreflect.FloatKind:
		return floatText(v.Float(), 32), nil
	case protoreflect.DoubleKind:
		return floatText(v.Float(), 64), nil
	case protoreflect.MessageKind, protoreflect.GroupKind:
		m := v.Message()
		f := formOf(m.Descriptor())
		if f == wrapperForm {
			return textFrom(m.Get(number(m, 1)), number(m, 1))
		}
		text, err := appendForm(nil, m, f)
		return string(text), err
	}
	return v.String(), nil
}

func floatText(f float64, size int) string {
	text := strconv.FormatFloat(f, 'g', -1, size)
	switch text {
	case "+Inf":
		return "Infinity"
	case "-Inf":
		return "-Infinity"
	}
	return text
}

// isNested says whether a query has the fields of a message instead of the field itself.
func isNested(fd protoreflect.FieldDescriptor) bool {
	if fd.Message() == nil || fd.IsList() || fd.IsMap() {
		return false
	}
	f := formOf(fd.Message())
	return f == ordinary || f == emptyForm
}
