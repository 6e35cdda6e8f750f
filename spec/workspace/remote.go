package workspace

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// fetchTimeout is how long a server may take, so that none can hold a run for ever.
const fetchTimeout = 30 * time.Second

// fetch reads what an http or https URL leads to, and no more of it than of a file.
func fetch(ctx context.Context, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json, application/yaml, */*;q=0.5")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: the server answers %s", url, response.Status)
	}
	return readLimited(url, response.Body, 0)
}
