package param

import (
	"io"
	"mime/multipart"
	"net/textproto"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// AppendForm appends an object as a body of application/x-www-form-urlencoded.
func AppendForm(dst []byte, r *wire.Reader, n wire.Node, encodings []Encoding) []byte {
	for members := r.Members(n); members.Next(); {
		name := r.Keep(members.KeyNode())
		style := styleOf(encodings, name)
		if style == 0 {
			style = Form | Explode
			if r.Kind(members.Value) == wire.KindObject {
				style = JSON
			}
		}
		dst = AppendQuery(dst, r, members.Value, name, style)
	}
	return dst
}

func styleOf(encodings []Encoding, name string) Style {
	for i := range encodings {
		if encodings[i].Name == name {
			return encodings[i].Style
		}
	}
	return 0
}

// AppendQueryString appends the whole query (OpenAPI 3.2, in: querystring).
func AppendQueryString(dst []byte, r *wire.Reader, n wire.Node, style Style, encodings []Encoding) []byte {
	if style.is(JSON) {
		return appendEscaped(dst, string(r.AppendJSON(nil, n)), "")
	}
	return AppendForm(dst, r, n, encodings)
}

// Attachment is a file that is sent as the part of that name.
type Attachment struct {
	Name string
	File wire.File
}

// WriteMultipart writes an object and files as parts of multipart/form-data. It doesn't close w.
func WriteMultipart(w *multipart.Writer, r *wire.Reader, n wire.Node, encodings []Encoding, files []Attachment) error {
	for members := r.Members(n); members.Next(); {
		name := r.Keep(members.KeyNode())
		if err := writeProperty(w, r, members.Value, name, contentType(encodings, name)); err != nil {
			return err
		}
	}
	for _, a := range files {
		if err := writeFile(w, a, contentType(encodings, a.Name)); err != nil {
			return err
		}
	}
	return nil
}

// writeProperty writes a part, or one for each item of an array.
func writeProperty(w *multipart.Writer, r *wire.Reader, n wire.Node, name, media string) error {
	if r.Kind(n) != wire.KindArray {
		return writePart(w, r, n, name, media)
	}
	for items := r.Items(n); items.Next(); {
		if err := writePart(w, r, items.Value, name, media); err != nil {
			return err
		}
	}
	return nil
}

func writePart(w *multipart.Writer, r *wire.Reader, n wire.Node, name, media string) error {
	text := []byte(nil)
	switch kind := r.Kind(n); {
	case kind == wire.KindNull && !strings.Contains(media, "json"):
		return nil // a property without a value, or a file
	case kind&(wire.KindArray|wire.KindObject) != 0 || strings.Contains(media, "json"):
		text = r.AppendJSON(nil, n)
		if media == "" {
			media = "application/json"
		}
	default:
		text = append(text, r.Keep(n)...)
	}
	p, err := w.CreatePart(partHeader(name, "", media))
	if err != nil {
		return err
	}
	_, err = p.Write(text)
	return err
}

func writeFile(w *multipart.Writer, a Attachment, media string) error {
	if a.File.ContentType != "" {
		media = a.File.ContentType
	}
	if media == "" || strings.ContainsAny(media, "*,") {
		media = "application/octet-stream"
	}
	name := a.File.Name
	if name == "" {
		name = a.Name
	}
	p, err := w.CreatePart(partHeader(a.Name, name, media))
	if err != nil || a.File.Open == nil {
		return err
	}
	content, err := a.File.Open()
	if err != nil {
		return err
	}
	defer content.Close()
	_, err = io.Copy(p, content)
	return err
}

func partHeader(name, file, media string) textproto.MIMEHeader {
	disposition := `form-data; name="` + quoted.Replace(name) + `"`
	if file != "" {
		disposition += `; filename="` + quoted.Replace(file) + `"`
	}
	h := textproto.MIMEHeader{"Content-Disposition": {disposition}}
	if media != "" {
		h.Set("Content-Type", media)
	}
	return h
}

var quoted = strings.NewReplacer(`"`, `\"`, "\r", "%0D", "\n", "%0A", `\`, `\\`)
