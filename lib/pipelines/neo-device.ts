/** A device, or a family of instances, that SageMaker Neo compiles for. Devices that AWS has retired are left out. */
export enum NeoDevice {
  /** AWS Lambda. */
  LAMBDA = 'lambda',
  /** ml.m4 instances. */
  ML_M4 = 'ml_m4',
  /** ml.m5 instances. */
  ML_M5 = 'ml_m5',
  /** ml.m6g instances. */
  ML_M6G = 'ml_m6g',
  /** ml.c4 instances. */
  ML_C4 = 'ml_c4',
  /** ml.c5 instances. */
  ML_C5 = 'ml_c5',
  /** ml.c6g instances. */
  ML_C6G = 'ml_c6g',
  /** ml.p2 instances. */
  ML_P2 = 'ml_p2',
  /** ml.p3 instances. */
  ML_P3 = 'ml_p3',
  /** ml.g4dn instances. */
  ML_G4DN = 'ml_g4dn',
  /** ml.inf1 instances. */
  ML_INF1 = 'ml_inf1',
  /** ml.inf2 instances. */
  ML_INF2 = 'ml_inf2',
  /** ml.trn1 instances. */
  ML_TRN1 = 'ml_trn1',
  /** NVIDIA Jetson TX1. */
  JETSON_TX1 = 'jetson_tx1',
  /** NVIDIA Jetson TX2. */
  JETSON_TX2 = 'jetson_tx2',
  /** NVIDIA Jetson Nano. */
  JETSON_NANO = 'jetson_nano',
  /** NVIDIA Jetson Xavier. */
  JETSON_XAVIER = 'jetson_xavier',
  /** Raspberry Pi 3 B. */
  RASP3B = 'rasp3b',
  /** Raspberry Pi 4 B. */
  RASP4B = 'rasp4b',
  /** NXP i.MX 8QuadMax. */
  IMX8QM = 'imx8qm',
  /** NXP i.MX 8M Plus. */
  IMX8MPLUS = 'imx8mplus',
  /** Rockchip RK3399. */
  RK3399 = 'rk3399',
  /** Rockchip RK3288. */
  RK3288 = 'rk3288',
  /** Aisage. */
  AISAGE = 'aisage',
  /** Qualcomm SBE-C. */
  SBE_C = 'sbe_c',
  /** Qualcomm QCS605. */
  QCS605 = 'qcs605',
  /** Qualcomm QCS603. */
  QCS603 = 'qcs603',
  /** Texas Instruments Sitara AM57x. */
  SITARA_AM57X = 'sitara_am57x',
  /** Texas Instruments Jacinto TDA4VM. */
  JACINTO_TDA4VM = 'jacinto_tda4vm',
  /** Ambarella CV2. */
  AMBA_CV2 = 'amba_cv2',
  /** Ambarella CV22. */
  AMBA_CV22 = 'amba_cv22',
  /** Ambarella CV25. */
  AMBA_CV25 = 'amba_cv25',
  /** Windows on 32-bit x86. */
  X86_WIN32 = 'x86_win32',
  /** Windows on 64-bit x86. */
  X86_WIN64 = 'x86_win64',
  /** Core ML on devices of Apple; takes models of PyTorch and TensorFlow. */
  COREML = 'coreml',
}
