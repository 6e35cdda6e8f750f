package validate

import (
	"cmp"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// Read returns what a message is held against: Check, as it comes out where generated code reads a
// value into a Go type. Then the type, the format and the branch of a union are found first, and told
// in the words of the type: "must be a date such as 2006-01-02".
func (c *Checker) Read(s *spec.Type) wire.Check {
	for s.Kind == spec.KindReference && s.Target != nil && !says(s) {
		s = s.Target
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	e := c.reads[s]
	if e == nil {
		e = &entry{}
		c.reads[s] = e
	}
	return func(r *wire.Reader, n wire.Node) {
		e.once.Do(func() { e.check = c.compileRead(s) })
		e.check(r, n)
	}
}

func (c *Checker) compileRead(s *spec.Type) wire.Check {
	v := c.look(s)
	if slices.ContainsFunc(v.parts, exotic) {
		return c.readExotic(v)
	}
	read := c.decide(v)
	if !v.null || v.kinds == 0 {
		return read
	}
	var onNull wire.Check
	if !v.forced {
		onNull = c.rest(v, typeKeyword|refKeywords|membersKeyword|itemsKeyword|oneOfKeyword|anyOfKeyword)
	}
	return func(r *wire.Reader, n wire.Node) {
		switch {
		case !r.IsNull(n):
			read(r, n)
		case onNull != nil:
			onNull(r, n)
		}
	}
}

// readExotic only demands the kind before everything is checked at once.
func (c *Checker) readExotic(v *view) wire.Check {
	check, kinds := c.compile(v.schema), v.kinds
	if v.null {
		kinds |= wire.KindNull
	}
	return func(r *wire.Reader, n wire.Node) {
		r.Type(n, kinds)
		check(r, n)
	}
}

// exotic reports whether reading alone can't decide about a value.
func exotic(s *spec.Type) bool {
	k := s.Schema
	return k != nil && (k.UnevaluatedItems != nil || k.UnevaluatedProperties != nil || k.DynamicTarget != nil)
}

// decide chooses by the kinds of values that are possible.
func (c *Checker) decide(v *view) wire.Check {
	switch {
	case v.kinds == 0 && v.null:
		return func(r *wire.Reader, n wire.Node) { r.Type(n, wire.KindNull) }
	case v.kinds == 0 || v.kinds == wire.KindAny&^wire.KindNull && v.choice == nil:
		return c.compile(v.schema)
	case v.choice != nil:
		return c.readUnion(v)
	case v.kinds == wire.KindObject:
		return c.readObject(v)
	case v.kinds == wire.KindArray:
		return c.readArray(v)
	case single(v.kinds):
		return c.readScalar(v)
	}
	return c.readMixed(v)
}

// readMixed reads `type: [string, integer]`.
func (c *Checker) readMixed(v *view) wire.Check {
	for _, part := range v.parts {
		if _, closed := literalsOf(part); closed {
			return c.compile(v.schema)
		}
	}
	var kinds []wire.Kind
	var reads []wire.Check
	for _, kind := range []wire.Kind{wire.KindBool, wire.KindNumber, wire.KindString, wire.KindArray, wire.KindObject} {
		if only := v.kinds & kind; only != 0 {
			narrowed := *v
			narrowed.kinds = only
			kinds, reads = append(kinds, only), append(reads, c.decide(&narrowed))
		}
	}
	return byKind(v.kinds, kinds, reads)
}

// byKind does what is to be done with the kind of the value.
func byKind(all wire.Kind, kinds []wire.Kind, reads []wire.Check) wire.Check {
	return func(r *wire.Reader, n wire.Node) {
		if i := slices.IndexFunc(kinds, func(k wire.Kind) bool { return r.Kind(n)&k != 0 }); i >= 0 {
			reads[i](r, n)
			return
		}
		r.Type(n, all)
	}
}

// rest returns the checks of what the parts say, but for what is done.
func (c *Checker) rest(v *view, done keyword) wire.Check {
	var checks []wire.Check
	for _, part := range v.parts {
		checks = append(checks, c.keywords(part, done))
	}
	return sequence(checks)
}

// readObject goes over the members, and then checks what holds for the object.
func (c *Checker) readObject(v *view) wire.Check {
	var members, missing []wire.Check
	for _, part := range v.parts {
		if made := c.readMembers(part); made != nil {
			members = append(members, made)
		}
		if made := c.required(part); made != nil {
			missing = append(missing, made)
		}
	}
	rest := c.rest(v, typeKeyword|refKeywords|membersKeyword)
	return func(r *wire.Reader, n wire.Node) {
		if r.Type(n, wire.KindObject) {
			sequence(members)(r, n)
			sequence(missing)(r, n)
		}
		rest(r, n)
	}
}

// readMembers is members, with values that are read.
func (c *Checker) readMembers(s *spec.Type) wire.Check {
	o := objectCheck{properties: make(map[string]wire.Check, len(s.Fields))}
	for _, f := range s.Fields {
		o.properties[f.Name] = travelling(f, c.Read(f.Type))
	}
	return c.others(&o, s, c.Read)
}

func (c *Checker) readArray(v *view) wire.Check {
	var items []wire.Check
	done := typeKeyword | refKeywords
	tuple := slices.ContainsFunc(v.parts, func(part *spec.Type) bool { return part.Schema != nil && len(part.Schema.PrefixItems) > 0 })
	if !tuple {
		done |= itemsKeyword
		for _, part := range v.parts {
			if part.Items != nil && part.Kind != spec.KindMap {
				items = append(items, c.Read(part.Items))
			}
		}
	}
	rest, most := c.rest(v, done), fewest(v)
	return func(r *wire.Reader, n wire.Node) {
		if r.Type(n, wire.KindArray) && (most == nil || r.MaxItems(n, int(min(most.N, 1<<31-1)))) {
			for e := r.Items(n); e.Next(); {
				sequence(items)(r, e.Value)
			}
		}
		rest(r, n)
	}
}

// fewest returns the first limit of the parts on items: an array that is too long isn't read.
func fewest(v *view) *spec.Limit {
	for _, part := range v.parts {
		if part.Constraints != nil && part.Constraints.MaxItems != nil {
			return part.Constraints.MaxItems
		}
	}
	return nil
}

// readScalar reads a string, a number or a boolean by its format, or one of several literals.
func (c *Checker) readScalar(v *view) wire.Check {
	if made := c.readEnum(v); made != nil {
		return made
	}
	read, checked := basic(v.kinds, formatOf(v))
	done := typeKeyword | refKeywords
	if checked {
		done |= formatKeyword
	}
	rest := c.rest(v, done)
	return func(r *wire.Reader, n wire.Node) {
		read(r, n)
		rest(r, n)
	}
}

// formatOf returns the first format that the parts name, preferring those that choose a Go type.
func formatOf(v *view) string {
	format, found := "", false
	for _, part := range v.parts {
		if _, own := part.Attr("format"); !own || part.Format == "" {
			continue
		}
		_, before := basic(v.kinds, format)
		if _, now := basic(v.kinds, part.Format); !found || !before && now {
			format, found = part.Format, true
		}
	}
	return format
}

// readEnum reads one of several strings or integers; nil if the parts list none.
func (c *Checker) readEnum(v *view) wire.Check {
	i := slices.IndexFunc(v.parts, func(part *spec.Type) bool { _, closed := literalsOf(part); return closed })
	if i < 0 || v.kinds != wire.KindString && v.kinds != wire.KindInteger {
		return nil
	}
	var texts []string
	var listed string
	all, _ := literalsOf(v.parts[i])
	for _, value := range all {
		if kind := kindOfLiteral(value); kind&v.kinds != 0 {
			texts = append(texts, literal(value))
			listed = list(listed, value.Text)
		}
	}
	if len(texts) == 0 || len(texts) < 2 && !isComponent(v.schema) {
		return nil
	}
	var others []wire.Check
	for j, part := range v.parts {
		done := typeKeyword | refKeywords | formatKeyword
		if j == i {
			done |= enumKeyword
		}
		others = append(others, c.keywords(part, done))
	}
	read, _ := basic(v.kinds, "")
	rest := sequence(others)
	return func(r *wire.Reader, n wire.Node) {
		read(r, n)
		if r.Kind(n) == v.kinds && !slices.ContainsFunc(texts, func(text string) bool { return r.Equal(n, text) }) {
			r.Enum(n, listed)
		}
		rest(r, n)
	}
}

// longestListing is how many bytes of an enum's values are named for people.
const longestListing = 200

func list(listed, text string) string {
	if listed == "" {
		return cmp.Or(text, `""`)
	}
	if listed[len(listed)-1] == '\xa6' { // it has ended with …
		return listed
	}
	if len(listed)+2+len(text) > longestListing {
		return listed + ", …"
	}
	return listed + ", " + cmp.Or(text, `""`)
}

// isComponent reports whether the schema is declared under a name of its own.
func isComponent(s *spec.Type) bool { return s.Name != "" && s.Parent != nil && s.Parent.Parent == nil }

// basic returns what reads a scalar into its Go type, and whether that decides about the format.
func basic(k wire.Kind, format string) (read wire.Check, checked bool) {
	switch {
	case k == wire.KindBool:
		return func(r *wire.Reader, n wire.Node) { r.Type(n, wire.KindBool) }, true
	case k == wire.KindString:
		return stringRead(format)
	case k == wire.KindInteger:
		return integerRead(format)
	}
	switch format {
	case "float":
		return func(r *wire.Reader, n wire.Node) { r.Float32(n) }, true
	case "decimal":
		return func(r *wire.Reader, n wire.Node) { r.DecimalNumber(n) }, true
	}
	return func(r *wire.Reader, n wire.Node) { r.Float64(n) }, true
}

func stringRead(format string) (read wire.Check, checked bool) {
	switch format {
	case "date-time":
		return func(r *wire.Reader, n wire.Node) { r.Time(n) }, true
	case "date":
		return func(r *wire.Reader, n wire.Node) { r.Date(n) }, true
	case "uuid":
		return func(r *wire.Reader, n wire.Node) { r.UUID(n) }, true
	case "duration":
		return func(r *wire.Reader, n wire.Node) { r.Duration(n) }, true
	case "decimal":
		return func(r *wire.Reader, n wire.Node) { r.Decimal(n) }, true
	case "byte":
		return func(r *wire.Reader, n wire.Node) { r.Bytes(n) }, true
	}
	return func(r *wire.Reader, n wire.Node) { r.Type(n, wire.KindString) }, false
}

func integerRead(format string) (read wire.Check, checked bool) {
	within := func(least, most string) wire.Check {
		return func(r *wire.Reader, n wire.Node) {
			r.Int64(n)
			r.Minimum(n, least)
			r.Maximum(n, most)
		}
	}
	switch format {
	case "int32":
		return func(r *wire.Reader, n wire.Node) { r.Int32(n) }, true
	case "uint32":
		return func(r *wire.Reader, n wire.Node) { r.Uint32(n) }, true
	case "uint64":
		return func(r *wire.Reader, n wire.Node) { r.Uint64(n) }, true
	case "int8":
		return within("-128", "127"), true
	case "int16":
		return within("-32768", "32767"), true
	case "uint8":
		return within("0", "255"), true
	case "uint16":
		return within("0", "65535"), true
	}
	return func(r *wire.Reader, n wire.Node) { r.Int64(n) }, true
}
