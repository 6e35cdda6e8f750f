package schema

import (
	"strconv"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// basic is a Go type for scalars, and the names of what reads and writes it.
type basic struct {
	goType         string
	read, write    string // methods of the reader and the writer, such as r.String and String; "": functions
	reader, writer string // functions for elements
	kinds          kinds
	checked        bool   // reading decides about the format
	least, most    string // bounds that the Go type has and the format has closer; ""
	text           bool   // Go literals of it are strings
}

// wired returns the basic type that reader and writer have methods of one name for.
func wired(goType, name string, k kinds) *basic {
	return &basic{
		goType: goType, read: "r." + name, write: name, reader: "wire.Read" + name, writer: "wire.Write" + name, kinds: k,
		checked: true,
	}
}

// basics returns the type for a kind of values and a format.
func basics(k kinds, format string) *basic {
	switch {
	case k == kindBool:
		return wired("bool", "Bool", k)
	case k == kindString:
		return stringType(format)
	case k == kindInteger:
		return integerType(format)
	}
	return numberType(format)
}

func stringType(format string) *basic {
	switch format {
	case "date-time":
		return wired("time.Time", "Time", kindString)
	case "date":
		return wired("value.Date", "Date", kindString)
	case "uuid":
		return wired("value.UUID", "UUID", kindString)
	case "duration":
		return wired("value.Duration", "Duration", kindString)
	case "decimal":
		return wired("value.Decimal", "Decimal", kindString)
	case "byte":
		b := wired("[]byte", "Bytes", kindString)
		b.write = "Bytes64"
		return b
	}
	b := wired("string", "String", kindString)
	b.checked, b.text = false, true
	return b
}

func integerType(format string) *basic {
	switch format {
	case "int32":
		return wired("int32", "Int32", kindInteger)
	case "uint32":
		return wired("uint32", "Uint32", kindInteger)
	case "uint64":
		return wired("uint64", "Uint64", kindInteger)
	case "int8":
		return within(wired("int32", "Int32", kindInteger), "-128", "127")
	case "int16":
		return within(wired("int32", "Int32", kindInteger), "-32768", "32767")
	case "uint8":
		return within(wired("uint32", "Uint32", kindInteger), "", "255")
	case "uint16":
		return within(wired("uint32", "Uint32", kindInteger), "", "65535")
	}
	b := wired("int64", "Int64", kindInteger)
	b.checked = format == "int64"
	return b
}

func numberType(format string) *basic {
	switch format {
	case "float":
		return wired("float32", "Float32", kindNumber)
	case "decimal":
		return wired("value.Decimal", "DecimalNumber", kindNumber)
	}
	b := wired("float64", "Float64", kindNumber)
	b.checked = format == "double"
	return b
}

// limits returns the checks of bounds that the format has and the Go type doesn't.
func (b *basic) limits(node string) []string {
	var body []string
	if b != nil && b.least != "" {
		body = append(body, "r.Minimum("+node+", "+strconv.Quote(b.least)+")")
	}
	if b != nil && b.most != "" {
		body = append(body, "r.Maximum("+node+", "+strconv.Quote(b.most)+")")
	}
	return body
}

func within(b *basic, least, most string) *basic {
	b.least, b.most = least, most
	return b
}

// demand returns the statement that checks what reading would check.
func (b *basic) demand(node string) string {
	if b.checked && b.kinds != kindBool || b.read == "" {
		return "var x " + b.goType + "\n" + b.reader + "(&x, r, " + node + ")"
	}
	return "r.Type(" + node + ", " + b.kinds.expression() + ")"
}

// scalar lowers a string, a number or a boolean.
func (t *Types) scalar(v *view, name string) *Shape {
	if t.files[v.schema] {
		return &Shape{Go: "wire.File", Form: File, types: t, schema: v.schema, kinds: v.kinds, parts: v.parts, done: flattened | keywordFormat}
	}
	if shape := t.enumerated(v, name); shape != nil {
		return shape
	}
	format, part := t.format(v)
	shape := &Shape{Form: Scalar, types: t, schema: v.schema, parts: v.parts, done: flattened, forced: v.forced, kinds: v.kinds}
	if shape.basic = t.mapped.format(format, v.kinds); shape.basic == nil {
		shape.basic = basics(v.kinds, format)
	}
	shape.Go = shape.basic.goType
	switch {
	case shape.basic.checked || t.options.Annotate:
		shape.done |= keywordFormat
	case format != "" && !knownFormats[format]:
		shape.done |= keywordFormat
		t.unknownFormat(part, format)
	}
	if possible, closed := t.literalsOf(v); closed && len(possible) == 1 {
		// Where literals of other kinds are listed, comparing with the list doesn't decide alone.
		if all, _ := literals(t.closedPart(v)); len(all) == 1 {
			shape.constant = possible[0]
		}
	}
	return shape
}

// format returns the first format that the parts name, preferring those that choose a type.
func (t *Types) format(v *view) (format string, by *spec.Type) {
	if t.options.Strict && t.options.Annotate {
		return "", nil
	}
	for _, part := range v.parts {
		if _, own := part.Attr("format"); !own || part.Format == "" {
			continue
		}
		if by == nil || !basics(v.kinds, format).checked && basics(v.kinds, part.Format).checked {
			format, by = part.Format, part
		}
	}
	return format, by
}

// knownFormats are those that package wire checks, and those that say nothing to be checked.
var knownFormats = map[string]bool{
	"email": true, "idn-email": true, "hostname": true, "idn-hostname": true, "ipv4": true, "ipv6": true,
	"uri": true, "uri-reference": true, "iri": true, "iri-reference": true, "uri-template": true,
	"json-pointer": true, "relative-json-pointer": true, "regex": true, "time": true,
	"date-time": true, "date": true, "uuid": true, "duration": true,
	"password": true, "binary": true, "int32": true, "int64": true, "float": true, "double": true,
}

// unknownFormat tells once of each format that nothing checks.
func (t *Types) unknownFormat(s *spec.Type, format string) {
	if !t.formats[format] {
		t.formats[format] = true
		t.remark(report.Info, s, "format", "generate/unknown-format",
			"nothing is known of the format "+strconv.Quote(format)+", so that it is not checked",
			"map it to a type of yours under types: in the configuration, or say it by a pattern")
	}
}
