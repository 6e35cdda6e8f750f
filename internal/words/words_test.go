package words

import (
	"slices"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	// Names of real APIs (googleapis, GitHub, Stripe), and the odd ones of the field.
	tests := map[string]string{
		"page_size":                          "page size",
		"pageSize":                           "page size",
		"page-size":                          "page size",
		"PageSize":                           "page size",
		"PAGE_SIZE":                          "page size",
		"HTTPRequestID":                      "http request id",
		"http_request_id":                    "http request id",
		"userIDs":                            "user ids",
		"URLsToCheck":                        "urls to check",
		"IDs":                                "ids",
		"name":                               "name",
		"ID":                                 "id",
		"A":                                  "a",
		"sha256Hash":                         "sha256 hash",
		"v1beta1":                            "v1beta1",
		"X509Certificate":                    "x509 certificate",
		"IPv4Address":                        "ipv4 address",
		"publicIPv6":                         "public ipv6",
		"OAuthToken":                         "oauth token",
		"OAuth2Client":                       "oauth2 client",
		"GetIamPolicy":                       "get iam policy",
		"TestIAMPermissions":                 "test iam permissions",
		"ListGKEClusters":                    "list gke clusters",
		"numVCPUs":                           "num vcpus",
		"I_p_address":                        "i p address",
		"repos/create-in-org":                "repos create in org",
		"PostCustomersCustomerSources":       "post customers customer sources",
		"get_order_orders__order_id__get":    "get order orders order id get",
		"page[size]":                         "page size",
		"$filter":                            "filter",
		"@type":                              "type",
		"_links":                             "links",
		"+1":                                 "1",
		"":                                   "",
		"--":                                 "",
		"straßenName":                        "straßen name",
		"ÜberName":                           "über name",
		"EnterpriseCrmEventbusProtoAccessOK": "enterprise crm eventbus proto access ok",
		"batchGetDocumentsMetadata":          "batch get documents metadata",
		"GitHubEvent":                        "github event",
		"gRPCStatus":                         "grpc status",
		"ETag":                               "etag",
		"isIOSApp":                           "is ios app",
	}
	for name, want := range tests {
		if got := strings.Join(Split(name), " "); got != want {
			t.Errorf("Split(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestCaseHas(t *testing.T) {
	tests := []struct {
		name  string
		cases []Case
	}{
		{"name", []Case{Snake, Camel, Kebab}},
		{"page_size", []Case{Snake}},
		{"pageSize", []Case{Camel}},
		{"httpURL", []Case{Camel}},
		{"page-size", []Case{Kebab}},
		{"PageSize", []Case{Pascal}},
		{"Name", []Case{Pascal}},
		{"PAGE_SIZE", []Case{Upper}},
		{"ID", []Case{Pascal, Upper}},
		{"ip6_address", []Case{Snake}},
		{"song_name_1", []Case{Snake}},
		{"page__size", nil},
		{"page_", nil},
		{"_page", nil},
		{"page_Size", nil},
		{"1st", nil},
		{"", nil},
		{"page size", nil},
		{"größe", nil},
	}
	for _, test := range tests {
		var got []Case
		for _, c := range Cases() {
			if c.Has(test.name) {
				got = append(got, c)
			}
		}
		if !slices.Equal(got, test.cases) {
			t.Errorf("%q is in cases %v, want %v", test.name, got, test.cases)
		}
	}
}

func TestCaseWrite(t *testing.T) {
	tests := []struct {
		name string
		want [5]string // in the order of Cases
	}{
		{"HTTPRequestID", [5]string{"http_request_id", "httpRequestId", "http-request-id", "HttpRequestId", "HTTP_REQUEST_ID"}},
		{"page_size", [5]string{"page_size", "pageSize", "page-size", "PageSize", "PAGE_SIZE"}},
		{"name", [5]string{"name", "name", "name", "Name", "NAME"}},
	}
	for _, test := range tests {
		for i, c := range Cases() {
			got := c.Write(test.name)
			if got != test.want[i] {
				t.Errorf("%s of %q = %q, want %q", c, test.name, got, test.want[i])
			}
			if !c.Has(got) {
				t.Errorf("%q was written in %s and isn't in it", got, c)
			}
		}
	}
}

func TestCaseNames(t *testing.T) {
	for _, c := range Cases() {
		if got, ok := ParseCase(c.String()); got != c || !ok {
			t.Errorf("ParseCase(%q) = %v, %v", c.String(), got, ok)
		}
	}
	if _, ok := ParseCase("train"); ok {
		t.Error("train case is unknown")
	}
}

func TestNumber(t *testing.T) {
	tests := []struct{ singular, plural string }{
		{"order", "orders"}, {"address", "addresses"}, {"policy", "policies"}, {"key", "keys"},
		{"box", "boxes"}, {"branch", "branches"}, {"cache", "caches"}, {"status", "statuses"},
		{"alias", "aliases"}, {"analysis", "analyses"}, {"index", "indexes"}, {"matrix", "matrices"},
		{"child", "children"}, {"person", "people"}, {"database", "databases"}, {"release", "releases"},
		{"lease", "leases"}, {"license", "licenses"}, {"response", "responses"}, {"case", "cases"},
		{"purchase", "purchases"}, {"warehouse", "warehouses"}, {"clause", "clauses"}, {"bus", "buses"},
		{"repository", "repositories"}, {"entry", "entries"}, {"query", "queries"}, {"corpus", "corpora"},
		{"image", "images"}, {"size", "sizes"}, {"quiz", "quizzes"}, {"movie", "movies"},
		{"class", "classes"}, {"process", "processes"}, {"virus", "viruses"}, {"campus", "campuses"},
		{"series", "series"}, {"metadata", "metadata"}, {"shelf", "shelves"}, {"leaf", "leaves"},
		{"gpu", "gpus"}, {"vm", "vms"}, {"base", "bases"}, {"axis", "axes"}, {"cors", "cors"}, {"saas", "saas"}, {"id", "ids"}, {"url", "urls"}, {"schema", "schemas"},
		{"refund", "refunds"}, {"api", "apis"}, {"uri", "uris"}, {"dispute", "disputes"}, {"topology", "topologies"}, {"mesh", "meshes"},
	}
	for _, test := range tests {
		if got := English().Singular(test.plural); got != test.singular {
			t.Errorf("Singular(%q) = %q, want %q", test.plural, got, test.singular)
		}
		if got := English().Plural(test.singular); got != test.plural {
			t.Errorf("Plural(%q) = %q, want %q", test.singular, got, test.plural)
		}
		if !English().IsPlural(test.plural) {
			t.Errorf("%q is a plural", test.plural)
		}
		if test.singular != test.plural && English().IsPlural(test.singular) {
			t.Errorf("%q is no plural", test.singular)
		}
	}
	for _, word := range []string{"access", "progress", "bus", "canvas", "radius", "basis", "https", "s", "as", ""} {
		if got := English().Singular(word); got != word {
			t.Errorf("Singular(%q) = %q: it is a singular", word, got)
		}
	}
}

func TestVerbs(t *testing.T) {
	tests := map[string]Verb{
		"get":     {HTTP: true},
		"create":  {Writes: true, HTTP: true},
		"cancel":  {Writes: true},
		"export":  {Writes: true, Noun: true, Job: true},
		"search":  {Noun: true},
		"analyze": {},
	}
	for word, want := range tests {
		if got, ok := English().LookupVerb(word); !ok || got != want {
			t.Errorf("LookupVerb(%q) = %+v, %v, want %+v", word, got, ok, want)
		}
	}
	for _, word := range []string{"order", "orders", "creation", "", "GET"} {
		if v, ok := English().LookupVerb(word); ok && !v.Noun {
			t.Errorf("%q is a verb", word)
		}
	}
}

// TestVerbList keeps the list readable: sorted, each verb once, no unknown word beside it.
func TestVerbList(t *testing.T) {
	last := ""
	for line := range strings.Lines(verbText) {
		fields := strings.Fields(line)
		if fields[0] == "#" {
			continue
		}
		if fields[0] <= last {
			t.Errorf("%s stands after %s", fields[0], last)
		}
		last = fields[0]
		if len(fields) < 2 || fields[1] != "reads" && fields[1] != "writes" {
			t.Errorf("%q says neither reads nor writes", line)
		}
		for _, field := range fields[2:] {
			if !slices.Contains([]string{"http", "noun", "job"}, field) {
				t.Errorf("%s: unknown %q", fields[0], field)
			}
		}
	}
}

// TestSplitPlain: the short way for names without capitals comes to what the long one does.
func TestSplitPlain(t *testing.T) {
	for name, want := range map[string]string{
		"": "", "id": "id", "page_size": "page size", "__a--b.c__": "a b c", "sha256": "sha256", "_": "", "v1beta1/x": "v1beta1 x",
	} {
		if got := strings.Join(Split(name), " "); got != want {
			t.Errorf("Split(%q) = %q, want %q", name, got, want)
		}
		first, _, _ := strings.Cut(want, " ")
		if got := First(name); got != first {
			t.Errorf("First(%q) = %q, want %q", name, got, first)
		}
	}
}
