package verify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// States brings a provider into the states that interactions begin in.
type States interface {
	// Setup brings the state about. What it returns is what requests are filled with, by name, where a
	// contract leaves such values to the provider.
	Setup(ctx context.Context, s contract.State) (map[string]*spec.Value, error)
	// Teardown takes the state back. It is called after each Setup, even one that failed.
	Teardown(ctx context.Context, s contract.State) error
}

// Function is how tests in Go bring a state about and take it back; either may be nil.
type Function struct {
	Setup    func(ctx context.Context, params []spec.Member) (map[string]*spec.Value, error)
	Teardown func(ctx context.Context, params []spec.Member) error
}

// Functions are States by their names.
type Functions map[string]Function

// Setup calls the function of that name.
func (f Functions) Setup(ctx context.Context, s contract.State) (map[string]*spec.Value, error) {
	function, known := f[s.Name]
	if !known {
		return nil, errors.New("there is no function for it")
	}
	if function.Setup == nil {
		return nil, nil
	}
	return function.Setup(ctx, s.Params)
}

// Teardown calls the function of that name.
func (f Functions) Teardown(ctx context.Context, s contract.State) error {
	if function := f[s.Name]; function.Teardown != nil {
		return function.Teardown(ctx, s.Params)
	}
	return nil
}

// Hook asks the service itself for its states, over HTTP: each is a POST of
//
//	{"action": "setup", "params": {"id": 7}, "state": "order 7 exists"}
//
// and, with the action "teardown", a second one, as verifiers of Pact send them. A status other than 2xx
// says that the state could not be brought about; an object that is answered holds values for requests.
type Hook struct {
	url    *url.URL
	header http.Header
	client *http.Client
}

// NewHook returns the hook at an address. The headers go with each call.
func NewHook(at *url.URL, header http.Header) *Hook {
	return &Hook{url: at, header: header, client: newClient(Options{})}
}

// maxReturned bounds what a hook returns in bytes.
const maxReturned = 1 << 20

// Setup asks for the state.
func (h *Hook) Setup(ctx context.Context, s contract.State) (map[string]*spec.Value, error) {
	content, err := h.call(ctx, "setup", s)
	if err != nil {
		return nil, err
	}
	return returned(content), nil
}

// Teardown asks to take the state back.
func (h *Hook) Teardown(ctx context.Context, s contract.State) error {
	_, err := h.call(ctx, "teardown", s)
	return err
}

func (h *Hook) call(ctx context.Context, action string, s contract.State) ([]byte, error) {
	body := contract.AppendJSON(nil, contract.Object(
		spec.Member{Key: "action", Value: contract.Text(action)},
		spec.Member{Key: "params", Value: contract.Object(s.Params...)},
		spec.Member{Key: "state", Value: contract.Text(s.Name)},
	))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, values := range h.header {
		request.Header[http.CanonicalHeaderKey(name)] = values
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "bylaw")
	response, err := h.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, maxReturned+1))
	switch {
	case err != nil:
		return nil, err
	case len(content) > maxReturned:
		return nil, fmt.Errorf("the hook's answer is longer than %d bytes", maxReturned)
	case response.StatusCode < 200 || response.StatusCode > 299:
		return nil, fmt.Errorf("the hook answered %d %s", response.StatusCode, excerpt(content))
	}
	return content, nil
}

// returned reads what a hook answered; anything but an object holds no values.
func returned(content []byte) map[string]*spec.Value {
	values := map[string]*spec.Value{}
	document, _ := tree.Parse(source.NewFile("states.json", content))
	if document == nil || document.YAML || document.Root.Kind != spec.Map {
		return values
	}
	for _, m := range document.Root.Members {
		values[m.Key] = m.Value
	}
	return values
}
