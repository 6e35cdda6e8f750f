package param

import (
	"io"
	"mime"
	"mime/multipart"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// part is one part of a multipart body.
type part struct {
	name  string
	text  string
	media string // its media type, in lower case, without parameters
	file  *wire.File
}

// ReadMultipart reads a body of multipart/form-data as an object, part by part; files go to the spool.
// The error is what reading the body ended with, if that wasn't its end.
func ReadMultipart(r *wire.Reader, body *multipart.Reader, shape *Shape, encodings []Encoding, spool *Spool) (wire.Node, bool, error) {
	r.At(errors.Body, "")
	s := &source{r: r, in: errors.Body}
	parts := map[string][]part{}
	var names []string // in the order of their first parts
	for count := 0; ; count++ {
		p, err := s.nextPart(body, shape, encodings, spool)
		if err == io.EOF {
			break
		}
		if err != nil {
			return -1, false, err
		}
		if count == MaxPairs {
			s.fail(errors.TooLarge, "has too many parts")
			return -1, false, nil
		}
		if parts[p.name] == nil {
			names = append(names, p.name)
		}
		parts[p.name] = append(parts[p.name], p)
	}
	n, ok := s.assemble(names, parts, shape)
	return n, ok, nil
}

func (s *source) nextPart(body *multipart.Reader, shape *Shape, encodings []Encoding, spool *Spool) (part, error) {
	raw, err := body.NextPart()
	if err != nil {
		return part{}, err
	}
	p := part{name: raw.FormName()}
	if s.name = p.name; p.name == "" {
		s.fail(errors.Format, "has a part without a name")
	}
	s.media(&p, raw.Header.Get("Content-Type"), contentType(encodings, p.name))
	var tooLarge bool
	if isFile(shape.property(p.name)) {
		p.file, tooLarge, err = spool.file(raw)
	} else {
		p.text, tooLarge, err = spool.text(raw)
	}
	if tooLarge {
		s.fail(errors.TooLarge, "is too large")
	}
	s.name = ""
	return p, err
}

func isFile(shape *Shape) bool { return shape.File || shape.Items != nil && shape.Items.File }

// media notes the part's media type and refuses one that the contract doesn't allow.
func (s *source) media(p *part, header, wanted string) {
	media, parameters, err := mime.ParseMediaType(header)
	switch charset := parameters["charset"]; {
	case header == "" && wanted == "":
		return
	case header != "" && err != nil:
		s.fail(errors.Format, "has a malformed Content-Type")
	case wanted != "" && header != "" && !listed(wanted, media):
		s.fail(errors.Format, "has the content type "+media+", but must have "+wanted)
	case charset != "" && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "us-ascii"):
		s.fail(errors.Format, "must be in UTF-8")
	}
	if p.media = media; header == "" && !strings.ContainsAny(wanted, "*,") {
		p.media = wanted
	}
}

// listed says whether media is one of a list such as "image/png, text/*".
func listed(list, media string) bool {
	for _, want := range strings.Split(list, ",") {
		want, _, _ = strings.Cut(strings.ToLower(want), ";")
		want = strings.TrimSpace(want)
		prefix, any := strings.CutSuffix(want, "*")
		if want == media || want == "*/*" || any && strings.HasPrefix(media, prefix) {
			return true
		}
	}
	return false
}

func contentType(encodings []Encoding, name string) string {
	for i := range encodings {
		if encodings[i].Name == name {
			return encodings[i].ContentType
		}
	}
	return ""
}

func (s *source) assemble(names []string, parts map[string][]part, shape *Shape) (wire.Node, bool) {
	n := s.r.OpenObject()
	for _, name := range names {
		s.r.AddKey(name)
		s.name = name
		s.parts(parts[name], shape.property(name))
	}
	s.r.Close(n)
	return s.done(n)
}

// parts adds a property: an array of all parts of its name, or the only one.
func (s *source) parts(all []part, shape *Shape) {
	if shape.Items == nil || len(all) == 1 && all[0].json() && strings.HasPrefix(strings.TrimLeft(all[0].text, " \t\r\n"), "[") {
		if len(all) > 1 {
			s.twice()
		}
		s.part(&all[0], shape)
		return
	}
	n := s.r.OpenArray()
	for i := range all {
		s.part(&all[i], shape.Items)
	}
	s.r.Close(n)
}

func (s *source) part(p *part, shape *Shape) {
	switch {
	case p.file != nil:
		s.r.AddFile(*p.file)
	case p.json():
		s.nested(p.text)
	case p.media != "":
		s.plain(p.text, shape)
	default:
		s.leaf(p.text, shape)
	}
}

func (p *part) json() bool {
	return p.media == "application/json" || strings.HasSuffix(p.media, "+json")
}
