package client

import (
	"context"
	"io"
	"mime/multipart"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// forms says what becomes of the body that is written next.
type forms struct {
	media      string // of JSON
	urlencoded bool
	encodings  []param.Encoding
	files      []param.Attachment
}

// Begin has what is written next be the body: as JSON, or as plain text if the media type is no JSON
// and the value a scalar.
func (c *Call) Begin(mediaType string) *wire.Writer { return c.begin(forms{media: mediaType}) }

// BodyForm has what is written next, an object, be the body as application/x-www-form-urlencoded.
func (c *Call) BodyForm(encodings []param.Encoding) *wire.Writer {
	return c.begin(forms{urlencoded: true, encodings: encodings})
}

// BodyMultipart has what is written next, an object, be the body as multipart/form-data, and with it
// what PutFile adds.
func (c *Call) BodyMultipart(encodings []param.Encoding) *wire.Writer {
	return c.begin(forms{encodings: encodings})
}

// PutFile adds a part to the body that BodyMultipart has begun. It is opened for each repetition.
func (c *Call) PutFile(name string, f wire.File) {
	c.forms.files = append(c.forms.files, param.Attachment{Name: name, File: f})
}

// BodyText has text be the body.
func (c *Call) BodyText(mediaType, content string) { c.body = text(mediaType, []byte(content)) }

// BodyBinary has what r reads be the body. The request is repeated only if r is a *bytes.Buffer or can seek.
func (c *Call) BodyBinary(mediaType string, r io.Reader) { c.body = binary(mediaType, r) }

func (c *Call) begin(f forms) *wire.Writer {
	w := c.put(place{in: errors.Body})
	c.forms = f
	return w
}

// finish makes the body of the JSON that has been written, which it keeps.
func (c *Call) finish(written []byte) {
	c.writer.Reset(nil, wire.Request)
	f := c.forms
	if isJSON(f.media) {
		c.body = text(f.media, written)
		return
	}
	r, n, ok := c.parsed(place{in: errors.Body}, written)
	switch {
	case !ok:
	case f.media != "":
		c.body = text(f.media, plain(r, n, written))
	case f.urlencoded:
		c.body = text("application/x-www-form-urlencoded", param.AppendForm(nil, r, n, f.encodings))
	default:
		c.body = multipartOf(f, written)
	}
}

// plain returns the text of a scalar, for media types that aren't JSON.
func plain(r *wire.Reader, n wire.Node, written []byte) []byte {
	if r.Kind(n)&(wire.KindArray|wire.KindObject) != 0 {
		return written
	}
	return []byte(r.Text(n))
}

// multipartOf returns a body that is written while it is sent, for files may be large.
func multipartOf(f forms, written []byte) body {
	boundary := multipart.NewWriter(io.Discard).Boundary()
	return body{
		media: "multipart/form-data; boundary=" + boundary,
		size:  -1,
		open: func(context.Context) (io.ReadCloser, error) {
			from, to := io.Pipe()
			go func() { to.CloseWithError(writeMultipart(to, boundary, f, written)) }()
			return from, nil
		},
	}
}

// writeMultipart has a tape of its own, for an earlier attempt may still be at work.
func writeMultipart(to io.Writer, boundary string, f forms, written []byte) error {
	var r wire.Reader
	r.Reset(wire.Neutral)
	n, _ := r.ParseJSON(written, wire.Limits{})
	w := multipart.NewWriter(to)
	if err := w.SetBoundary(boundary); err != nil {
		return err
	}
	if err := param.WriteMultipart(w, &r, n, f.encodings, f.files); err != nil {
		return err
	}
	return w.Close()
}
