package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
)

// client is one caller, with a connection of its own.
type client interface {
	create(title, key string) (id string, err error)
	read(id string) error
	change(id string) error
	close() error
}

// changed is what items are changed to, and so what every answer must hold.
const changed = "A title of ordinary length"

// web is a caller over HTTP/1.1. It writes what it sends by itself: a client of the standard library would take more
// time than the service.
type web struct {
	conn  net.Conn
	in    *bufio.Reader
	out   bytes.Buffer
	proto bool // of a contract that is a .proto
	token string
}

func dialWeb(p *process, proto bool, token string) (client, error) {
	conn, err := net.Dial("tcp", p.http)
	if err != nil {
		return nil, err
	}
	return &web{conn: conn, in: bufio.NewReader(conn), proto: proto, token: token}, nil
}

func (w *web) close() error { return w.conn.Close() }

// identity finds the ID in an answer of either kind.
var identity = regexp.MustCompile(`"(?:item_id|name)":\s*"(?:items/)?([a-z0-9]+)"`)

func (w *web) create(title, key string) (string, error) {
	path := "/v1/items"
	if w.proto {
		path += "?requestId=" + key
	}
	answer, err := w.ask("POST", path, "application/json", fmt.Sprintf(`{"title":%q,"quantity":1}`, title), "Idempotency-Key: "+key+"\r\n")
	if err != nil {
		return "", err
	}
	found := identity.FindSubmatch(answer)
	if found == nil {
		return "", errors.New("the answer has no ID: " + string(answer))
	}
	return string(found[1]), nil
}

func (w *web) read(id string) error {
	answer, err := w.ask("GET", "/v1/items/"+id, "", "", "")
	return holds(answer, err)
}

func (w *web) change(id string) error {
	path, kind := "/v1/items/"+id, "application/merge-patch+json"
	if w.proto {
		path, kind = path+"?updateMask=title,quantity", "application/json"
	}
	answer, err := w.ask("PATCH", path, kind, `{"title":"`+changed+`","quantity":7}`, "")
	return holds(answer, err)
}

func holds(answer []byte, err error) error {
	if err == nil && !bytes.Contains(answer, []byte(changed)) {
		err = fmt.Errorf("the answer is %s", answer)
	}
	return err
}

// ask sends a request and returns the body of its answer.
func (w *web) ask(method, path, kind, body, headers string) ([]byte, error) {
	w.out.Reset()
	fmt.Fprintf(&w.out, "%s %s HTTP/1.1\r\nHost: orders.test\r\n%s", method, path, headers)
	if w.token != "" {
		fmt.Fprintf(&w.out, "Authorization: Bearer %s\r\n", w.token)
	}
	if body != "" {
		fmt.Fprintf(&w.out, "Content-Type: %s\r\nContent-Length: %d\r\n", kind, len(body))
	}
	fmt.Fprintf(&w.out, "\r\n%s", body)
	if _, err := w.conn.Write(w.out.Bytes()); err != nil {
		return nil, err
	}
	r, err := http.ReadResponse(w.in, nil)
	if err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(r.Body)
	if err == nil && r.StatusCode >= 300 {
		err = fmt.Errorf("%s: %s", r.Status, answer)
	}
	return answer, err
}
