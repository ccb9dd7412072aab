"""Doors of the records room: what the portal wrote to me, my receipts, the register, and whether a paper is genuine."""

from django.urls import path

from records.views import choosing, kept, layouts, line, sending, store, tus

app_name = "records"
urlpatterns = [
    path("messages/", kept.messages, name="messages"),
    path("messages/choose/", choosing.choose_messages, name="choose_messages"),
    path("messages/<int:pk>/", kept.message, name="message"),
    path("messages/<int:pk>/read/", kept.mark_read, name="mark_read"),
    path("deliveries/", sending.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/", sending.show_delivery, name="show_delivery"),
    path("deliveries/<int:pk>/resend/", sending.resend, name="resend"),
    path("receipts/", kept.receipt_list, name="receipts"),
    path("receipts/<int:pk>/", kept.receipt, name="receipt"),
    path("receipts/<int:pk>/pdf/", kept.receipt_pdf, name="receipt_pdf"),
    path("receipts/<int:pk>/picture/", kept.receipt_picture, name="receipt_picture"),
    path("register/", kept.register, name="register"),
    path("layouts/", layouts.layouts, name="layouts"),
    path("layouts/<slug:name>/", layouts.layout_file, name="layout_file"),
    path("layouts/<slug:name>/<int:page>/", layouts.layout_page, name="layout_page"),
    path("uploads/", tus.begin_upload, name="begin_upload"),
    path("uploads/<uuid:pk>/", tus.upload, name="upload"),
    path("line/", line.line_account, name="line_account"),
    path("line/code/", line.make_line_code, name="make_line_code"),
    path("line/unlink/", line.unlink_line, name="unlink_line"),
    path("line/webhook/", line.line_webhook, name="line_webhook"),
    path("store/", store.store, name="store"),
    path("v/", kept.verify_form, name="verify_form"),
    path("v/<str:code>/", kept.verify, name="verify"),
]
