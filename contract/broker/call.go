package broker

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
)

const (
	maxHeaders   = 1 << 20  // bytes
	maxDocument  = 64 << 20 // bytes: what is read of one contract elsewhere
	maxRedirects = 3
)

func (b *Broker) get(ctx context.Context, at *url.URL) (*document, error) {
	return b.call(ctx, http.MethodGet, at, nil)
}

// call sends a request, and reads the whole document that answers it. Nothing is sent twice.
func (b *Broker) call(ctx context.Context, method string, at *url.URL, body any) (*document, error) {
	if b.Timeout > 0 {
		limited, cancel := context.WithTimeout(ctx, b.Timeout)
		defer cancel()
		d, err := b.exchange(limited, method, at, body)
		if err != nil && limited.Err() != nil && ctx.Err() == nil {
			return nil, fmt.Errorf("no whole answer came within %s", b.Timeout)
		}
		return d, err
	}
	return b.exchange(ctx, method, at, body)
}

func (b *Broker) exchange(ctx context.Context, method string, at *url.URL, body any) (*document, error) {
	request, err := b.request(ctx, method, at, body)
	if err != nil {
		return nil, err
	}
	response, err := b.client.Do(request)
	if err != nil {
		return nil, inWords(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, maxDocument+1))
	switch {
	case err != nil:
		return nil, inWords(err)
	case len(content) > maxDocument:
		return nil, fmt.Errorf("the answer is longer than %d MiB", maxDocument>>20)
	case response.StatusCode < 200 || response.StatusCode > 299:
		return nil, refusal(response, content)
	}
	return read(response.Request.URL, content)
}

func (b *Broker) request(ctx context.Context, method string, at *url.URL, body any) (*http.Request, error) {
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(ctx, method, at.String(), content)
	if err != nil {
		return nil, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Accept", "application/hal+json, application/json")
	r.Header.Set("User-Agent", "bylaw")
	switch {
	case b.auth.Token != "":
		r.Header.Set("Authorization", "Bearer "+b.auth.Token)
	case b.auth.Username != "":
		r.SetBasicAuth(b.auth.Username, b.auth.Password)
	}
	return r, nil
}

// redirected lets reading requests follow redirects that stay at the broker, so that credentials go
// nowhere else.
func (b *Broker) redirected(next *http.Request, before []*http.Request) error {
	switch {
	case before[0].Method != http.MethodGet:
		return http.ErrUseLastResponse
	case len(before) > maxRedirects:
		return fmt.Errorf("the broker redirects more than %d times", maxRedirects)
	}
	return b.stays(next.URL)
}

// Refusal is an answer of the broker that is no success.
type Refusal struct {
	Status  int
	Reasons []string // as the broker says them, made fit for a terminal; none: it gave none
}

func (r *Refusal) Error() string {
	said := fmt.Sprintf("the broker answered %d %s", r.Status, http.StatusText(r.Status))
	switch {
	case r.Status == http.StatusUnauthorized || r.Status == http.StatusForbidden:
		said += ": it wants other credentials"
	case r.Status >= 300 && r.Status < 400:
		said += ": redirects of what is written are not followed"
	}
	if len(r.Reasons) > 0 {
		said += ": " + strings.Join(r.Reasons, "; ")
	}
	return said
}

// is reports whether the error is an answer with the status.
func is(err error, status int) bool {
	var r *Refusal
	return errors.As(err, &r) && r.Status == status
}

// refusal says what the broker gave as reasons: {"errors": …} or {"error": {"message": …}}.
func refusal(response *http.Response, content []byte) error {
	r := &Refusal{Status: response.StatusCode}
	var said struct {
		Errors json.RawMessage `json:"errors"`
		Error  json.RawMessage `json:"error"`
	}
	if json.Unmarshal(content, &said) == nil {
		r.Reasons = append(reasons("", said.Errors, 0), reasons("", said.Error, 0)...)
	}
	return r
}

const (
	maxReasons = 20
	maxNesting = 8
)

// reasons reads texts, lists of them, and objects of lists of them, by field.
func reasons(field string, v json.RawMessage, depth int) []string {
	var text string
	var list []json.RawMessage
	if len(v) == 0 || depth > maxNesting {
		return nil
	}
	if json.Unmarshal(v, &text) == nil {
		if text = Clean(text); text != "" && field != "" {
			text = field + " " + text
		}
		return nonEmpty(text)
	}
	var all []string
	if json.Unmarshal(v, &list) == nil {
		for _, item := range list[:min(len(list), maxReasons)] {
			all = append(all, reasons(field, item, depth+1)...)
		}
		return all[:min(len(all), maxReasons)]
	}
	for _, m := range members(v) {
		name := Clean(m.name)
		if name == "message" || name == "reference" || name == "contracts" {
			name = field
		}
		all = append(all, reasons(name, m.value, depth+1)...)
	}
	return all[:min(len(all), maxReasons)]
}

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// inWords says what went wrong in the same words each time, and without the address, which the caller says.
func inWords(err error) error {
	var called *url.Error
	var lookup *net.DNSError
	var operation *net.OpError
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, syscall.ECONNREFUSED):
		return errors.New("nobody listens there: the connection was refused")
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the connection ended before there was a whole answer")
	case errors.As(err, &lookup):
		return fmt.Errorf("the address %s is not known: %s", lookup.Name, lookup.Err)
	case errors.As(err, &operation):
		return fmt.Errorf("the network failed: %w", operation.Err)
	case errors.As(err, &called):
		err = called.Err
	}
	return errors.New(Clean(err.Error()))
}
