package proto

import (
	_ "embed" // bylaw/options.proto
	"errors"
	"io"
	"sync"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"cloud.google.com/go/longrunning/autogen/longrunningpb"
	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/linker"
	pgv "github.com/envoyproxy/protoc-gen-validate/validate"
	"google.golang.org/genproto/googleapis/api"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/genproto/googleapis/api/configchange"
	"google.golang.org/genproto/googleapis/api/distribution"
	"google.golang.org/genproto/googleapis/api/error_reason"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/genproto/googleapis/api/label"
	"google.golang.org/genproto/googleapis/api/metric"
	"google.golang.org/genproto/googleapis/api/monitoredres"
	"google.golang.org/genproto/googleapis/api/serviceconfig"
	"google.golang.org/genproto/googleapis/api/visibility"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/context/attribute_context"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/genproto/googleapis/rpc/http"
	"google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/genproto/googleapis/type/calendarperiod"
	"google.golang.org/genproto/googleapis/type/color"
	"google.golang.org/genproto/googleapis/type/date"
	"google.golang.org/genproto/googleapis/type/datetime"
	"google.golang.org/genproto/googleapis/type/dayofweek"
	"google.golang.org/genproto/googleapis/type/decimal"
	"google.golang.org/genproto/googleapis/type/expr"
	"google.golang.org/genproto/googleapis/type/fraction"
	"google.golang.org/genproto/googleapis/type/interval"
	"google.golang.org/genproto/googleapis/type/latlng"
	"google.golang.org/genproto/googleapis/type/localized_text"
	"google.golang.org/genproto/googleapis/type/money"
	"google.golang.org/genproto/googleapis/type/month"
	"google.golang.org/genproto/googleapis/type/phone_number"
	"google.golang.org/genproto/googleapis/type/postaladdress"
	"google.golang.org/genproto/googleapis/type/quaternion"
	"google.golang.org/genproto/googleapis/type/timeofday"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// OptionsPath is the path by which .proto files import bylaw's own options.
const OptionsPath = "bylaw/options.proto"

// Options is the text of bylaw/options.proto, for those who have to give it to other compilers.
//
//go:embed bylaw/options.proto
var Options string

// linked returns the files that need not be in the tree: their descriptors are part of Go modules
// that the program is built with.
func linked() []protoreflect.FileDescriptor {
	return []protoreflect.FileDescriptor{
		validate.File_buf_validate_validate_proto,
		pgv.File_validate_validate_proto,
		longrunningpb.File_google_longrunning_operations_proto,

		annotations.File_google_api_annotations_proto,
		annotations.File_google_api_client_proto,
		annotations.File_google_api_field_behavior_proto,
		annotations.File_google_api_field_info_proto,
		annotations.File_google_api_http_proto,
		annotations.File_google_api_resource_proto,
		annotations.File_google_api_routing_proto,
		api.File_google_api_launch_stage_proto,
		configchange.File_google_api_config_change_proto,
		distribution.File_google_api_distribution_proto,
		error_reason.File_google_api_error_reason_proto,
		httpbody.File_google_api_httpbody_proto,
		label.File_google_api_label_proto,
		metric.File_google_api_metric_proto,
		monitoredres.File_google_api_monitored_resource_proto,
		visibility.File_google_api_visibility_proto,
		serviceconfig.File_google_api_auth_proto,
		serviceconfig.File_google_api_backend_proto,
		serviceconfig.File_google_api_billing_proto,
		serviceconfig.File_google_api_consumer_proto,
		serviceconfig.File_google_api_context_proto,
		serviceconfig.File_google_api_control_proto,
		serviceconfig.File_google_api_documentation_proto,
		serviceconfig.File_google_api_endpoint_proto,
		serviceconfig.File_google_api_log_proto,
		serviceconfig.File_google_api_logging_proto,
		serviceconfig.File_google_api_monitoring_proto,
		serviceconfig.File_google_api_policy_proto,
		serviceconfig.File_google_api_quota_proto,
		serviceconfig.File_google_api_service_proto,
		serviceconfig.File_google_api_source_info_proto,
		serviceconfig.File_google_api_system_parameter_proto,
		serviceconfig.File_google_api_usage_proto,

		attribute_context.File_google_rpc_context_attribute_context_proto,
		code.File_google_rpc_code_proto,
		errdetails.File_google_rpc_error_details_proto,
		http.File_google_rpc_http_proto,
		status.File_google_rpc_status_proto,

		calendarperiod.File_google_type_calendar_period_proto,
		color.File_google_type_color_proto,
		date.File_google_type_date_proto,
		datetime.File_google_type_datetime_proto,
		dayofweek.File_google_type_dayofweek_proto,
		decimal.File_google_type_decimal_proto,
		expr.File_google_type_expr_proto,
		fraction.File_google_type_fraction_proto,
		interval.File_google_type_interval_proto,
		latlng.File_google_type_latlng_proto,
		localized_text.File_google_type_localized_text_proto,
		money.File_google_type_money_proto,
		month.File_google_type_month_proto,
		phone_number.File_google_type_phone_number_proto,
		postaladdress.File_google_type_postal_address_proto,
		quaternion.File_google_type_quaternion_proto,
		timeofday.File_google_type_timeofday_proto,
	}
}

// library finds built-in files by the path that imports name.
type library struct {
	linked   map[string]protoreflect.FileDescriptor
	standard protocompile.Resolver // google/protobuf/*.proto

	mu    sync.Mutex
	files map[string]linker.File
}

func newLibrary() *library {
	l := &library{linked: map[string]protoreflect.FileDescriptor{}, files: map[string]linker.File{}}
	for _, file := range linked() {
		l.linked[file.Path()] = file
	}
	l.standard = protocompile.WithStandardImports(&protocompile.SourceResolver{
		Accessor: func(string) (io.ReadCloser, error) { return nil, errors.New("not a standard import") },
	})
	return l
}

// find returns the descriptor of a built-in file; nil if there is none of that path.
func (l *library) find(path string) protoreflect.FileDescriptor {
	if file := l.linked[path]; file != nil {
		return file
	}
	if found, err := l.standard.FindFileByPath(path); err == nil {
		return found.Desc
	}
	return nil
}

// has reports whether the path is built in.
func (l *library) has(path string) bool {
	return path == OptionsPath || l.find(path) != nil
}

// file returns a built-in file as the linker wants it; nil if it is inconsistent.
func (l *library) file(fd protoreflect.FileDescriptor) linker.File {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.files[fd.Path()] == nil {
		file, err := linker.NewFileRecursive(fd)
		if err != nil {
			return nil
		}
		l.files[fd.Path()] = file
	}
	return l.files[fd.Path()]
}

// eachName visits the top-level names of a built-in file and of those that it imports, each file once.
func (l *library) eachName(path string, seen map[string]bool, visit func(string)) {
	fd := l.find(path)
	if fd == nil || seen[path] {
		return
	}
	seen[path] = true
	for i := range fd.Imports().Len() {
		l.eachName(fd.Imports().Get(i).Path(), seen, visit)
	}
	for i := range fd.Messages().Len() {
		visit(string(fd.Messages().Get(i).FullName()))
	}
	for i := range fd.Enums().Len() {
		visit(string(fd.Enums().Get(i).FullName()))
	}
	for i := range fd.Extensions().Len() {
		visit(string(fd.Extensions().Get(i).FullName()))
	}
}
